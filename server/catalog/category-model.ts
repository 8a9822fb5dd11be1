import { Schema } from 'mongoose';
import { model } from '../platform/mongo/model.ts';

/** One node of the three-level tree. */
export interface CategoryDoc {
  _id: string;
  parentId: string | null;
  level: 1 | 2 | 3;
  name: string;
  imageUrl: string;
  position: number;
}

const schema = new Schema<CategoryDoc>(
  {
    _id: String,
    parentId: { type: String, default: null },
    level: { type: Number, enum: [1, 2, 3], required: true },
    name: { type: String, required: true },
    imageUrl: { type: String, default: '' },
    position: { type: Number, default: 0 },
  },
  { versionKey: false },
);
schema.index({ parentId: 1, position: 1 });

export const categories = model<CategoryDoc>('categories', schema);

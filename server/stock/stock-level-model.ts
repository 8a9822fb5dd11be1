import { Schema } from 'mongoose';
import { model } from '../platform/mongo/model.ts';

/** How many of a SKU are left and were sold. Changed by the stock writer alone, with a ledger row each time. */
export interface StockLevelDoc {
  /** The SKU's id. */
  _id: string;
  productId: string;
  stock: number;
  sold: number;
  updatedAt: Date;
}

const schema = new Schema<StockLevelDoc>(
  {
    _id: String,
    productId: { type: String, required: true },
    stock: { type: Number, required: true, min: 0 },
    sold: { type: Number, required: true, min: 0 },
    updatedAt: { type: Date, required: true },
  },
  { versionKey: false },
);
schema.index({ productId: 1 });
schema.index({ updatedAt: 1 });

export const stockLevels = model<StockLevelDoc>('stockLevels', schema);

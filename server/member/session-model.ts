import { Schema } from 'mongoose';
import { model } from '../platform/mongo/model.ts';

/** A shopper's signed-in device. Only a hash of the token is kept. */
export interface SessionDoc {
  /** HMAC-SHA256 of the token under SHOP_SECRET, hex. */
  _id: string;
  memberId: string;
  createdAt: Date;
  expiresAt: Date;
}

const schema = new Schema<SessionDoc>(
  {
    _id: String,
    memberId: { type: String, required: true },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false },
);
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
schema.index({ memberId: 1 });

export const sessions = model<SessionDoc>('sessions', schema);

import { Schema } from 'mongoose';
import { model } from '../platform/mongo/model.ts';

/** A browser signed in at the desk. Only a hash of the cookie's token is kept. */
export interface StaffSessionDoc {
  /** HMAC-SHA256 of the token under SHOP_SECRET, hex. */
  _id: string;
  staffId: string;
  /** Sent back by the page with every write. */
  csrfToken: string;
  createdAt: Date;
  /** Moves on while the session is used. */
  expiresAt: Date;
}

const schema = new Schema<StaffSessionDoc>(
  {
    _id: String,
    staffId: { type: String, required: true },
    csrfToken: { type: String, required: true },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false },
);
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
schema.index({ staffId: 1 });

export const staffSessions = model<StaffSessionDoc>('staffSessions', schema);

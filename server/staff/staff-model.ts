import { Schema } from 'mongoose';
import { model } from '../platform/mongo/model.ts';

/** A person of the merchant who may sign in at the desk. */
export interface StaffDoc {
  _id: string;
  /** Lower case; what is typed at sign-in is compared in lower case too. */
  username: string;
  displayName: string;
  /** Argon2id, in its own text form with salt and costs. */
  passwordHash: string;
  /** A name of `roles`; what it may do is in permission.ts. */
  role: string;
  state: 'active' | 'disabled';
  createdAt: Date;
}

const schema = new Schema<StaffDoc>(
  {
    _id: String,
    username: { type: String, required: true },
    displayName: { type: String, required: true },
    passwordHash: { type: String, required: true },
    role: { type: String, required: true },
    state: { type: String, required: true, enum: ['active', 'disabled'] },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false },
);
schema.index({ username: 1 }, { unique: true });

export const staff = model<StaffDoc>('staff', schema);

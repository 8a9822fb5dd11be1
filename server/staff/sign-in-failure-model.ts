import { Schema } from 'mongoose';
import { model } from '../platform/mongo/model.ts';

/** Failed staff sign-ins of one key (a name, an address, or both) within the window that its first opened. */
export interface SignInFailureDoc {
  _id: string;
  failures: number;
  /** End of the window; the count starts anew after it. */
  expiresAt: Date;
}

const schema = new Schema<SignInFailureDoc>(
  {
    _id: String,
    failures: { type: Number, required: true },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false },
);
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const signInFailures = model<SignInFailureDoc>('staffSignInFailures', schema);

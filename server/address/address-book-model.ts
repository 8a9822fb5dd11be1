import { Schema } from 'mongoose';
import { model } from '../platform/mongo/model.ts';

/** One shopper's address book as a whole: what concurrent changes of it collide on. */
export interface AddressBookDoc {
  /** The member's id. */
  _id: string;
  /** Raised by every change, so two transactions over one book cannot both commit. */
  changes: number;
}

const schema = new Schema<AddressBookDoc>(
  { _id: String, changes: { type: Number, required: true } },
  { versionKey: false },
);

export const addressBooks = model<AddressBookDoc>('addressBooks', schema);

import { Schema } from 'mongoose';
import { model } from '../platform/mongo/model.ts';

/** One address of a shopper: personal data, never logged. */
export interface AddressDoc {
  _id: string;
  memberId: string;
  receiver: string;
  phone: string;
  province: string;
  city: string;
  district: string;
  regionCode: string;
  detail: string;
  postalCode: string | null;
  alias: string | null;
  isDefault: boolean;
  createdAt: Date;
  updatedAt: Date;
}

const needed = { type: String, required: true };

const schema = new Schema<AddressDoc>(
  {
    _id: String,
    memberId: needed,
    receiver: needed,
    phone: needed,
    province: needed,
    city: needed,
    district: needed,
    regionCode: needed,
    detail: needed,
    postalCode: { type: String, default: null },
    alias: { type: String, default: null },
    isDefault: { type: Boolean, required: true },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { versionKey: false },
);
schema.index({ memberId: 1, createdAt: -1, _id: 1 });
// The rule "one default" as the database keeps it, whatever the code does.
schema.index(
  { memberId: 1 },
  { unique: true, partialFilterExpression: { isDefault: true }, name: 'oneDefault' },
);

export const addresses = model<AddressDoc>('addresses', schema);

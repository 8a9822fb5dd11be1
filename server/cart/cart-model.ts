import { Schema } from 'mongoose';
import { model } from '../platform/mongo/model.ts';

/** One SKU in a cart; a SKU is there once. */
export interface CartLine {
  /** Of this very line: taken out and put in again, a SKU gets another one. */
  lineId: string;
  skuId: string;
  productId: string;
  quantity: number;
  selected: boolean;
  /** The price the shopper saw when the quantity was last chosen. */
  addedPriceFen: number;
  addedAt: Date;
}

/** A shopper's cart is one document: every change of it is one conditional write. */
export interface CartDoc {
  /** The member's id. */
  _id: string;
  /** The latest first. */
  lines: CartLine[];
  /** Raised by every write; a write applies to the version it was decided on. */
  version: number;
  updatedAt: Date;
}

const line = new Schema<CartLine>(
  {
    lineId: { type: String, required: true },
    skuId: { type: String, required: true },
    productId: { type: String, required: true },
    quantity: { type: Number, required: true, min: 1 },
    selected: { type: Boolean, required: true },
    addedPriceFen: { type: Number, required: true },
    addedAt: { type: Date, required: true },
  },
  { _id: false },
);

const schema = new Schema<CartDoc>(
  {
    _id: String,
    lines: [line],
    version: { type: Number, required: true },
    updatedAt: { type: Date, required: true },
  },
  { versionKey: false },
);

export const carts = model<CartDoc>('carts', schema);

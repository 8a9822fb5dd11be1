import { Schema } from 'mongoose';
import type { StockReason } from '../../contract/states.ts';
import { model } from '../platform/mongo/model.ts';

/** One row of the stock ledger: the sum of a SKU's rows is its stock. Never changed, never deleted. */
export interface StockMovementDoc {
  /** Names its cause (`order:<orderNo>:<skuId>`), so a cause is booked once. */
  _id: string;
  skuId: string;
  /** Signed: what was added to the stock. */
  quantity: number;
  reason: StockReason | 'order' | 'release';
  stockAfter: number;
  orderNo: string | null;
  staffId: string | null;
  note: string;
  at: Date;
}

const schema = new Schema<StockMovementDoc>(
  {
    _id: String,
    skuId: { type: String, required: true },
    quantity: { type: Number, required: true },
    reason: { type: String, required: true },
    stockAfter: { type: Number, required: true },
    orderNo: { type: String, default: null },
    staffId: { type: String, default: null },
    note: { type: String, default: '' },
    at: { type: Date, required: true },
  },
  { versionKey: false },
);
schema.index({ skuId: 1, at: -1 });

export const stockMovements = model<StockMovementDoc>('stockMovements', schema);

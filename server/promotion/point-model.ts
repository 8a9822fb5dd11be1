import { Schema } from 'mongoose';
import { model } from '../platform/mongo/model.ts';

/** One row of a member's points ledger. */
export interface PointMovementDoc {
  /** `earn:<orderNo>`, `take-back:<orderNo>`: a cause is booked once. */
  _id: string;
  memberId: string;
  /** Signed. */
  points: number;
  reason: 'order' | 'order-closed';
  orderNo: string | null;
  balanceAfter: number;
  at: Date;
}

const movement = new Schema<PointMovementDoc>(
  {
    _id: String,
    memberId: { type: String, required: true },
    points: { type: Number, required: true },
    reason: { type: String, required: true },
    orderNo: { type: String, default: null },
    balanceAfter: { type: Number, required: true },
    at: { type: Date, required: true },
  },
  { versionKey: false },
);
movement.index({ memberId: 1, at: -1 });

export const pointMovements = model<PointMovementDoc>('pointMovements', movement);

/** Sum of a member's ledger, changed with each row. May go below zero when an order is closed after spending. */
export interface PointBalanceDoc {
  /** The member's id. */
  _id: string;
  points: number;
}

const balance = new Schema<PointBalanceDoc>(
  { _id: String, points: { type: Number, required: true } },
  { versionKey: false },
);

export const pointBalances = model<PointBalanceDoc>('pointBalances', balance);

import { Schema } from 'mongoose';
import type { ClosedReason, OrderSource, OrderState, PayMethod } from '../../contract/states.ts';
import { model } from '../platform/mongo/model.ts';
import type { Amounts } from '../pricing/price-order.ts';

/** Goods as they were when ordered: an order can be shown for ever, whatever becomes of the product. */
export interface OrderLine {
  skuId: string;
  productId: string;
  skuCode: string;
  title: string;
  specs: { name: string; value: string }[];
  imageUrl: string;
  priceFen: number;
  quantity: number;
  weightGrams: number;
  categoryIds: string[];
  categoryNames: string[];
  amountFen: number;
}

export interface Receiver {
  receiver: string;
  phone: string;
  province: string;
  city: string;
  district: string;
  regionCode: string;
  detail: string;
  postalCode: string | null;
}

export interface HistoryEntry {
  state: OrderState;
  event: string;
  at: Date;
  note: string;
}

export interface OrderDoc {
  /** The order number. */
  _id: string;
  memberId: string;
  member: { nickname: string; phone: string | null };
  receiver: Receiver;
  lines: OrderLine[];
  quantity: number;
  amounts: Amounts;
  state: OrderState;
  closedReason: ClosedReason | null;
  /** Raised by every change; each write is conditional on it. */
  version: number;
  history: HistoryEntry[];
  idempotencyKey: string;
  /** SHA-256 of the request: the same key with another body is refused. */
  requestHash: string;
  source: OrderSource;
  payMethod: PayMethod;
  buyerMessage: string;
  earnedPoints: number;
  placedAt: Date;
  payBefore: Date;
  paidAt: Date | null;
  shippedAt: Date | null;
  receivedAt: Date | null;
  completedAt: Date | null;
  closedAt: Date | null;
  /** The next look of the time-out job; moved on while WeChat refuses to close a payment. */
  closeAttemptAt: Date | null;
}

const text = { type: String, default: '' };
const when = { type: Date, default: null };
const fen = { type: Number, required: true, min: 0 } as const;

const line = new Schema<OrderLine>(
  {
    skuId: String,
    productId: String,
    skuCode: String,
    title: String,
    specs: [{ _id: false, name: String, value: String }],
    imageUrl: text,
    priceFen: fen,
    quantity: fen,
    weightGrams: fen,
    categoryIds: [String],
    categoryNames: [String],
    amountFen: fen,
  },
  { _id: false },
);

const schema = new Schema<OrderDoc>(
  {
    _id: String,
    memberId: { type: String, required: true },
    member: { nickname: text, phone: { type: String, default: null } },
    receiver: {
      receiver: text,
      phone: text,
      province: text,
      city: text,
      district: text,
      regionCode: text,
      detail: text,
      postalCode: { type: String, default: null },
    },
    lines: [line],
    quantity: fen,
    amounts: {
      goodsFen: fen,
      discountFen: fen,
      couponFen: fen,
      pointsFen: fen,
      freightFen: fen,
      payableFen: fen,
    },
    state: { type: String, required: true },
    closedReason: { type: String, default: null },
    version: { type: Number, required: true },
    history: [{ _id: false, state: String, event: String, at: Date, note: text }],
    idempotencyKey: { type: String, required: true },
    requestHash: { type: String, required: true },
    source: { type: String, required: true },
    payMethod: { type: String, required: true },
    buyerMessage: text,
    earnedPoints: { type: Number, default: 0 },
    placedAt: { type: Date, required: true },
    payBefore: { type: Date, required: true },
    paidAt: when,
    shippedAt: when,
    receivedAt: when,
    completedAt: when,
    closedAt: when,
    closeAttemptAt: when,
  },
  { versionKey: false },
);
schema.index({ memberId: 1, idempotencyKey: 1 }, { unique: true });
// Lists by member (all, or of one state) and the counters of a profile.
schema.index({ memberId: 1, placedAt: -1, _id: -1 });
schema.index({ memberId: 1, state: 1, placedAt: -1, _id: -1 });
// What the time-out job looks for: only unpaid orders are in this index.
schema.index({ closeAttemptAt: 1 }, { partialFilterExpression: { state: 'awaiting-payment' } });

export const orders = model<OrderDoc>('orders', schema);

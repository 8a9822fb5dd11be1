import { Schema } from 'mongoose';
import type { TradeType } from '../../contract/states.ts';
import { model } from '../platform/mongo/model.ts';
import type { PaymentAttemptState } from './lifecycle.ts';

/** One attempt to pay an order: one out_trade_no, remembered with its parameters so that a retry is a repeat. */
export interface PaymentDoc {
  /** Our paymentNo, WeChat's out_trade_no. */
  _id: string;
  orderNo: string;
  memberId: string;
  state: PaymentAttemptState;
  version: number;
  api: 'v2' | 'v3';
  tradeType: TradeType;
  amountFen: number;
  currency: 'CNY';
  description: string;
  openid: string | null;
  payerIp: string;
  notifyUrl: string;
  expiresAt: Date;
  prepayId: string | null;
  codeUrl: string | null;
  /** When WeChat gave prepayId or codeUrl; both live 2 h. */
  preparedAt: Date | null;
  transactionId: string | null;
  paidAt: Date | null;
  /** False for money that came but could not pay its order (closed, or paid before): it is owed back. */
  applied: boolean | null;
  createdAt: Date;
  /** Schedule of the queries for a notification that never came; null: no more. */
  nextQueryAt: Date | null;
  queries: number;
  lastQueriedAt: Date | null;
}

const when = { type: Date, default: null };
const word = { type: String, default: null };

const schema = new Schema<PaymentDoc>(
  {
    _id: String,
    orderNo: { type: String, required: true },
    memberId: { type: String, required: true },
    state: { type: String, required: true },
    version: { type: Number, required: true },
    api: { type: String, required: true },
    tradeType: { type: String, required: true },
    amountFen: { type: Number, required: true, min: 1 },
    currency: { type: String, required: true },
    description: { type: String, required: true },
    openid: word,
    payerIp: { type: String, required: true },
    notifyUrl: { type: String, required: true },
    expiresAt: { type: Date, required: true },
    prepayId: word,
    codeUrl: word,
    preparedAt: when,
    transactionId: word,
    paidAt: when,
    applied: { type: Boolean, default: null },
    createdAt: { type: Date, required: true },
    nextQueryAt: when,
    queries: { type: Number, default: 0 },
    lastQueriedAt: when,
  },
  { versionKey: false },
);
// One open attempt an order: two taps at once cannot make two QR codes that both take money.
schema.index({ orderNo: 1 }, { unique: true, partialFilterExpression: { state: 'pending' }, name: 'open' });
schema.index({ orderNo: 1, createdAt: -1 });
schema.index({ nextQueryAt: 1 }, { partialFilterExpression: { state: 'pending' } });
schema.index(
  { transactionId: 1 },
  { unique: true, partialFilterExpression: { transactionId: { $type: 'string' } } },
);

export const payments = model<PaymentDoc>('payments', schema);

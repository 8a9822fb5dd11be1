import { Schema } from 'mongoose';
import { model } from '../platform/mongo/model.ts';
import type { TradeReport } from '../wechat/pay/payment-gateway.ts';

/** The inbox: every true notification, raw, stored before it is acknowledged. */
export interface PaymentNoticeDoc {
  /** `v3:` and the notice's own id, `v2:` and the transaction's with a hash of what is said; a repeat has the same. */
  _id: string;
  api: 'v2' | 'v3';
  headers: Record<string, string>;
  body: Buffer;
  trade: TradeReport;
  outTradeNo: string;
  receivedAt: Date;
  state: 'received' | 'handled';
  handledAt: Date | null;
  attempts: number;
  /** When the job looks at it, should the process that received it have died. */
  dueAt: Date | null;
  error: string | null;
}

const schema = new Schema<PaymentNoticeDoc>(
  {
    _id: String,
    api: { type: String, required: true },
    headers: { type: Schema.Types.Mixed, required: true },
    body: { type: Buffer, required: true },
    trade: { type: Schema.Types.Mixed, required: true },
    outTradeNo: { type: String, required: true },
    receivedAt: { type: Date, required: true },
    state: { type: String, required: true },
    handledAt: { type: Date, default: null },
    attempts: { type: Number, default: 0 },
    dueAt: { type: Date, default: null },
    error: { type: String, default: null },
  },
  { versionKey: false, minimize: false },
);
schema.index({ dueAt: 1 }, { partialFilterExpression: { state: 'received' } });
schema.index({ outTradeNo: 1 });

export const paymentNotices = model<PaymentNoticeDoc>('paymentNotices', schema);

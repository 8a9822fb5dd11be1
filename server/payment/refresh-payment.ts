import type { Shop } from '../platform/shop.ts';
import type { TradeState } from '../wechat/pay/payment-gateway.ts';
import { confirmPayment } from './confirm-payment.ts';
import { gateway } from './gateway.ts';
import { type PaymentDoc, payments } from './payment-model.ts';

export type Refreshed =
  | 'paid'
  /** Money came and is held back from the order; an incident says why. */
  | 'held'
  | 'closed'
  | 'unpaid'
  /** The payer is typing the password. */
  | 'paying'
  /** WeChat has never heard of this number. */
  | 'unknown';

const states: Partial<Record<TradeState, Refreshed>> = {
  CLOSED: 'closed',
  REVOKED: 'closed',
  PAYERROR: 'unpaid',
  NOTPAY: 'unpaid',
  USERPAYING: 'paying',
  ACCEPT: 'paying',
};

/** Notes that an attempt is over without money; one that is paid already stays so. */
export async function markClosed(shop: Shop, paymentNo: string): Promise<void> {
  await payments(shop).updateOne(
    { _id: paymentNo, state: 'pending' },
    { $set: { state: 'closed', nextQueryAt: null }, $inc: { version: 1 } },
  );
}

/**
 * Asks WeChat what became of an attempt and applies the answer.
 * @throws when WeChat cannot be asked: then nothing is known and nothing changed
 */
export async function refreshPayment(shop: Shop, payment: Pick<PaymentDoc, '_id'>): Promise<Refreshed> {
  const answer = await gateway(shop).query(payment._id);
  if (!answer.ok) return 'unknown';
  const { trade } = answer;
  const confirmation = await confirmPayment(shop, trade);
  if (confirmation === 'paid' || confirmation === 'already') return 'paid';
  if (confirmation === 'refused' || confirmation === 'not-applicable') return 'held';
  const state = states[trade.tradeState] ?? 'paying';
  if (state === 'closed') await markClosed(shop, payment._id);
  return state;
}

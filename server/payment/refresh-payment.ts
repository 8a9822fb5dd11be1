import type { Shop } from '../platform/shop.ts';
import type { TradeState } from '../wechat/pay/payment-gateway.ts';
import { confirmPayment } from './confirm-payment.ts';
import { gatewayOf, type Patience } from './gateway.ts';
import { nextPaymentState } from './lifecycle.ts';
import { type PaymentDoc, payments } from './payment-model.ts';

export type Refreshed =
  | 'paid'
  /** Money came and is held back from the order; an incident says why. */
  | 'held'
  | 'closed'
  | 'unpaid'
  /** The payer is typing the password. */
  | 'paying'
  /** The bank said no, and WeChat will not close the number yet: it is not over. */
  | 'failing'
  /** WeChat has never heard of this number. */
  | 'unknown';

type Asked = Pick<PaymentDoc, '_id' | 'api'>;

const states: Partial<Record<TradeState, Refreshed>> = {
  CLOSED: 'closed',
  REVOKED: 'closed',
  NOTPAY: 'unpaid',
  USERPAYING: 'paying',
  ACCEPT: 'paying',
};

/** Notes that an attempt is over without money; one that is paid already stays so. */
export async function markOver(shop: Shop, paymentNo: string, event: 'close' | 'fail'): Promise<void> {
  await payments(shop).updateOne(
    { _id: paymentNo, state: 'pending' },
    { $set: { state: nextPaymentState('pending', event), nextQueryAt: null }, $inc: { version: 1 } },
  );
}

/**
 * The bank said no. By WeChat's documents that is final; the number is closed nevertheless before it counts
 * as over, since another one will be used next and two must never take money.
 */
async function endFailed(shop: Shop, { _id, api }: Asked, who: Patience): Promise<Refreshed> {
  const closed = await gatewayOf(shop, api, who).close(_id);
  // It was paid in this very moment: the next question will tell.
  if (!closed.ok && closed.reason === 'already-paid') return 'paying';
  // WeChat still holds it; the jobs come back to it.
  if (!closed.ok && closed.reason !== 'not-found') return 'failing';
  await markOver(shop, _id, 'fail');
  return 'closed';
}

/**
 * Asks WeChat what became of an attempt and applies the answer.
 * @throws when WeChat cannot be asked: then nothing is known and nothing changed
 */
export async function refreshPayment(shop: Shop, payment: Asked, who: Patience): Promise<Refreshed> {
  const answer = await gatewayOf(shop, payment.api, who).query(payment._id);
  if (!answer.ok) return 'unknown';
  const { trade } = answer;
  const confirmation = await confirmPayment(shop, trade);
  if (confirmation === 'paid' || confirmation === 'already') return 'paid';
  if (confirmation === 'refused' || confirmation === 'not-applicable') return 'held';
  if (trade.tradeState === 'PAYERROR') return endFailed(shop, payment, who);
  const state = states[trade.tradeState] ?? 'paying';
  if (state === 'closed') await markOver(shop, payment._id, 'close');
  return state;
}

import { at } from '../platform/point.ts';
import type { Shop } from '../platform/shop.ts';
import { gatewayOf, type Patience } from './gateway.ts';
import type { PaymentDoc } from './payment-model.ts';
import { markOver, refreshPayment } from './refresh-payment.ts';

export type ClosedPayment =
  /** No money can come for this number any more. */
  | 'closed'
  | 'paid'
  | 'held'
  /** WeChat will not close it now (being paid, too young): try again later and release nothing. */
  | 'not-now';

/**
 * Ends one attempt for good: query → closeorder → query. Only when WeChat itself says closed (or that it
 * never knew the number) may a new number be used or the stock be given back.
 * @throws when WeChat cannot be asked
 */
export async function closePayment(
  shop: Shop,
  payment: Pick<PaymentDoc, '_id' | 'api'>,
  who: Patience,
): Promise<ClosedPayment> {
  const before = await refreshPayment(shop, payment, who);
  if (before === 'paid' || before === 'held' || before === 'closed') return before;
  if (before === 'paying' || before === 'failing') return 'not-now';
  await at(shop, 'payment.before-close', { paymentNo: payment._id });
  const closed = await gatewayOf(shop, payment.api, who).close(payment._id);
  if (!closed.ok && (closed.reason === 'too-early' || closed.reason === 'refused')) return 'not-now';
  if (!closed.ok && closed.reason === 'not-found') {
    await markOver(shop, payment._id, 'close');
    return 'closed';
  }
  const after = await refreshPayment(shop, payment, who);
  return after === 'paid' || after === 'held' || after === 'closed' ? after : 'not-now';
}

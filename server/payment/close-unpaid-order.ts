import { type OrderDoc, orders } from '../order/order-model.ts';
import { release, type Release } from '../order/release.ts';
import { fail, type Failure } from '../platform/outcome.ts';
import { at } from '../platform/point.ts';
import type { Shop } from '../platform/shop.ts';
import { stockWriter } from '../stock/stock-writer.ts';
import { type ClosedPayment, closePayment } from './close-payment.ts';
import type { Patience } from './gateway.ts';
import { payments } from './payment-model.ts';

export type ClosedOrder =
  | { kind: 'closed' }
  /** It is paid, shipped or closed already: left as it is. */
  | { kind: 'other-state' }
  /** Money came that is held back: a person decides, the order stays. */
  | { kind: 'held' }
  /** WeChat will not close the payment now. */
  | { kind: 'not-now' };

const maxRounds = 3;

async function closePayments(shop: Shop, orderNo: string, who: Patience): Promise<ClosedPayment> {
  const open = await payments(shop).find({ orderNo, state: 'pending' }).lean();
  for (const payment of open) {
    const outcome = await closePayment(shop, payment, who);
    if (outcome !== 'closed') return outcome;
  }
  return 'closed';
}

/**
 * Closes an unpaid order: first every payment attempt at WeChat, then order and stock together, on condition
 * that no payment was started meanwhile (starting one raises the order's version).
 * @throws when WeChat cannot be asked; then nothing is released
 */
export async function closeUnpaidOrder(
  shop: Shop,
  orderNo: string,
  why: Pick<Release, 'reason' | 'note'>,
  who: Patience,
): Promise<ClosedOrder | Failure> {
  for (let round = 0; round < maxRounds; round += 1) {
    const order = await orders(shop).findById(orderNo).lean<OrderDoc>();
    if (order?.state !== 'awaiting-payment') return { kind: 'other-state' };
    const paymentsAre = await closePayments(shop, orderNo, who);
    if (paymentsAre === 'held') return { kind: 'held' };
    if (paymentsAre === 'not-now') return { kind: 'not-now' };
    if (paymentsAre === 'paid') continue;
    await at(shop, 'payment.before-release', { orderNo });
    const skuIds = order.lines.map((line) => line.skuId);
    const input = { orderNo, version: order.version, skuIds, ...why, at: shop.clock.now() };
    const released = await stockWriter(shop).submit(release, input);
    if (!released.ok) return released;
    if (released.value.kind === 'closed') return { kind: 'closed' };
  }
  const order = await orders(shop).findById(orderNo, { state: 1 }).lean();
  return order?.state === 'awaiting-payment' ? fail('BUSY') : { kind: 'other-state' };
}

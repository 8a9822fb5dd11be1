import { type OrderDoc, orders } from '../order/order-model.ts';
import { trusted } from '../platform/mongo/model.ts';
import type { Shop } from '../platform/shop.ts';
import { closeUnpaidOrder } from './close-unpaid-order.ts';
import { workThrough } from './work-through.ts';

const batch = 200;
const concurrency = 8;
/** An order that WeChat will not let us close, or whose money is held, is looked at again after this time. */
const againMs = 30_000;
const heldMs = 3_600_000;

type Expired = Pick<OrderDoc, '_id' | 'closeAttemptAt'>;

async function put(shop: Shop, order: Expired, afterMs: number): Promise<boolean> {
  const moved = await orders(shop).updateOne(
    { _id: order._id, state: 'awaiting-payment', closeAttemptAt: order.closeAttemptAt },
    { $set: { closeAttemptAt: new Date(shop.clock.now().getTime() + afterMs) } },
  );
  return moved.modifiedCount === 1;
}

async function closeOne(shop: Shop, order: Expired): Promise<void> {
  // Moving it on first is the claim: another worker leaves it alone, and a crash here only delays it.
  if (!(await put(shop, order, againMs))) return;
  const why = { reason: 'timeout', note: '超时未付款，自动关闭' } as const;
  const closed = await closeUnpaidOrder(shop, order._id, why, 'job');
  if (!('kind' in closed) || closed.kind !== 'held') return;
  const current = await orders(shop).findById(order._id, { closeAttemptAt: 1 }).lean<Expired>();
  if (current) await put(shop, current, heldMs);
}

/** Closes the orders that were not paid in time, after asking WeChat about each. */
export async function closeExpiredOrders(shop: Shop): Promise<void> {
  const expired = await orders(shop)
    .find({ state: 'awaiting-payment', closeAttemptAt: trusted({ $lte: shop.clock.now() }) })
    .sort({ closeAttemptAt: 1 })
    .limit(batch)
    .select({ closeAttemptAt: 1 })
    .lean<Expired[]>();
  await workThrough(expired, {
    concurrency,
    work: (order) => closeOne(shop, order),
    failed(error, { _id }) {
      shop.log.warn({ err: error, orderNo: _id }, 'time-out close comes again');
    },
  });
}

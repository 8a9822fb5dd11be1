import { findOrder } from '../order/find-orders.ts';
import type { OrderDoc } from '../order/order-model.ts';
import { done, fail, type Outcome } from '../platform/outcome.ts';
import type { Shop } from '../platform/shop.ts';
import { WechatError } from '../wechat/wechat-error.ts';
import { closeUnpaidOrder } from './close-unpaid-order.ts';

/** A shopper cancels an unpaid order. Cancelling a cancelled order again is no error and changes nothing. */
export async function cancelOrder(
  shop: Shop,
  memberId: string,
  orderNo: string,
  reason: string,
): Promise<Outcome<OrderDoc>> {
  const order = await findOrder(shop, memberId, orderNo);
  if (!order) return fail('NOT_FOUND');
  if (order.state === 'closed' && order.closedReason === 'buyer') return done(order);
  if (order.state !== 'awaiting-payment') return fail('ORDER_STATE_CONFLICT');
  const why = { reason: 'buyer', note: `买家取消：${reason}` } as const;
  try {
    const closed = await closeUnpaidOrder(shop, orderNo, why, 'shopper');
    if ('ok' in closed) return closed;
    if (closed.kind === 'not-now' || closed.kind === 'held') return fail('PAYMENT_IN_PROGRESS');
  } catch (error) {
    if (!(error instanceof WechatError)) throw error;
    shop.log.warn({ err: error, orderNo }, 'cancel: WeChat did not answer');
    return fail('WECHAT_UNAVAILABLE');
  }
  const after = await findOrder(shop, memberId, orderNo);
  if (!after) return fail('NOT_FOUND');
  return after.state === 'closed' ? done(after) : fail('ORDER_STATE_CONFLICT');
}

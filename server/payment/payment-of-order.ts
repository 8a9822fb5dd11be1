import type { PaymentState } from '../../contract/states.ts';
import { findOrder } from '../order/find-orders.ts';
import type { OrderDoc } from '../order/order-model.ts';
import { done, fail, type Outcome } from '../platform/outcome.ts';
import type { Shop } from '../platform/shop.ts';
import { WechatError } from '../wechat/wechat-error.ts';
import { mayAsk } from './may-ask.ts';
import { type PaymentDoc, payments } from './payment-model.ts';
import { refreshPayment } from './refresh-payment.ts';

export interface PaymentOfOrder {
  state: PaymentState;
  paidAt?: string;
}

function stateOf(order: OrderDoc, last: PaymentDoc | null): PaymentOfOrder {
  if (order.state === 'closed') {
    return { state: order.closedReason === 'refunded' ? 'refunded' : 'closed' };
  }
  if (order.paidAt) return { state: 'paid', paidAt: order.paidAt.toISOString() };
  return { state: last?.state === 'failed' ? 'failed' : 'unpaid' };
}

function lastPayment(shop: Shop, orderNo: string): Promise<PaymentDoc | null> {
  return payments(shop).findOne({ orderNo }).sort({ createdAt: -1 }).lean<PaymentDoc>();
}

/**
 * Is the order paid? Where no notification has come yet WeChat itself is asked, so "paid" is never the
 * word of the client. When WeChat does not answer, the state we know is told.
 */
export async function paymentOfOrder(
  shop: Shop,
  memberId: string,
  orderNo: string,
): Promise<Outcome<PaymentOfOrder>> {
  const order = await findOrder(shop, memberId, orderNo);
  if (!order) return fail('NOT_FOUND');
  const last = await lastPayment(shop, orderNo);
  if (order.state !== 'awaiting-payment' || last?.state !== 'pending' || !(await mayAsk(shop, last))) {
    return done(stateOf(order, last));
  }
  try {
    await refreshPayment(shop, last, 'shopper');
  } catch (error) {
    if (!(error instanceof WechatError)) throw error;
    shop.log.warn({ err: error, orderNo }, 'poll: WeChat did not answer');
  }
  const after = await findOrder(shop, memberId, orderNo);
  return done(stateOf(after ?? order, await lastPayment(shop, orderNo)));
}

import type { TradeType } from '../../contract/states.ts';
import { loadMember } from '../member/load-member.ts';
import { type OrderDoc, orders } from '../order/order-model.ts';
import { isDuplicateKey } from '../platform/mongo/duplicate-key.ts';
import { transact } from '../platform/mongo/transact.ts';
import type { Shop } from '../platform/shop.ts';
import { type PaymentDoc, payments } from './payment-model.ts';

/** Where WeChat sends its notifications; it must not have a query string (WeChat's rule). */
function notifyUrl(shop: Shop): string {
  const { PUBLIC_URL, PORT, WECHAT_PAY_API } = shop.config;
  const origin = PUBLIC_URL ?? `http://127.0.0.1:${PORT}`;
  return `${origin.replace(/\/$/, '')}/wechat/pay/${WECHAT_PAY_API}/notify`;
}

function describe(order: OrderDoc): string {
  const title = order.lines[0]?.title ?? '商品';
  return order.quantity > 1 ? `${title} 等 ${order.quantity} 件` : title;
}

function draft(
  shop: Shop,
  order: OrderDoc,
  tradeType: TradeType,
  payerIp: string,
  openid: string | null,
): PaymentDoc {
  const createdAt = shop.clock.now();
  const firstQueryMs = shop.config.PAYMENT_QUERY_INTERVAL_SECONDS * 1000;
  return {
    _id: shop.nextNo(),
    orderNo: order._id,
    memberId: order.memberId,
    state: 'pending',
    version: 1,
    api: shop.config.WECHAT_PAY_API,
    tradeType,
    amountFen: order.amounts.payableFen,
    currency: 'CNY',
    description: describe(order),
    openid,
    payerIp,
    notifyUrl: notifyUrl(shop),
    expiresAt: order.payBefore,
    prepayId: null,
    codeUrl: null,
    preparedAt: null,
    transactionId: null,
    paidAt: null,
    applied: null,
    createdAt,
    nextQueryAt: new Date(createdAt.getTime() + firstQueryMs),
    queries: 0,
    lastQueriedAt: null,
  };
}

/**
 * Reserves a payment number for an order, before WeChat hears of it. Raises the order's version, so that an
 * order being closed at this moment is looked at again instead of being released under the payer's feet.
 * @returns null when the order changed or another attempt is open
 */
export async function newPayment(
  shop: Shop,
  order: OrderDoc,
  tradeType: TradeType,
  payerIp: string,
): Promise<PaymentDoc | null> {
  const member = await loadMember(shop, order.memberId);
  const payment = draft(shop, order, tradeType, payerIp, member?.openid ?? null);
  try {
    return await transact(shop, async (session) => {
      const bumped = await orders(shop).updateOne(
        { _id: order._id, state: 'awaiting-payment', version: order.version },
        { $inc: { version: 1 } },
        { session },
      );
      if (bumped.modifiedCount === 0) return null;
      await payments(shop).create([payment], { session });
      return payment;
    });
  } catch (error) {
    if (isDuplicateKey(error)) return null;
    throw error;
  }
}

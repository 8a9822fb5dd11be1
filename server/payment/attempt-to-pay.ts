import type { TradeType } from '../../contract/states.ts';
import type { OrderDoc } from '../order/order-model.ts';
import { done, fail, type Outcome } from '../platform/outcome.ts';
import type { Shop } from '../platform/shop.ts';
import { WechatError } from '../wechat/wechat-error.ts';
import { closePayment } from './close-payment.ts';
import { mayAsk } from './may-ask.ts';
import { newPayment } from './new-payment.ts';
import { type PaymentDoc, payments } from './payment-model.ts';
import { type Refreshed, refreshPayment } from './refresh-payment.ts';

/** More than any shopper needs; each is a number at WeChat that must be closed before the next. */
const maxAttempts = 10;

const tooMany = {
  open: '该订单更换支付方式的次数已达上限，请使用上一次的支付方式付款，或取消订单后重新下单',
  none: '该订单发起支付的次数已达上限，请取消订单后重新下单',
};

/**
 * What became of a code that was handed out before: it may have been paid unheard, have failed at the bank or
 * been closed, and then it is of no more use to the shopper.
 */
async function lookAgain(shop: Shop, open: PaymentDoc): Promise<Refreshed> {
  if (!open.preparedAt || !(await mayAsk(shop, open))) return 'unpaid';
  try {
    return await refreshPayment(shop, open, 'shopper');
  } catch (error) {
    if (!(error instanceof WechatError)) throw error;
    shop.log.warn({ err: error, paymentNo: open._id }, 'pay again: WeChat did not answer');
    // The code may be given out once more: WeChat takes money for one number only once.
    return 'unpaid';
  }
}

/**
 * The attempt to go on with: the open one if it asks for the same, else a new one after the old is closed.
 * @returns null when something changed meanwhile and the order must be read again
 * @throws when WeChat cannot be asked to close the old one
 */
export async function attemptToPay(
  shop: Shop,
  order: OrderDoc,
  tradeType: TradeType,
  payerIp: string,
): Promise<Outcome<PaymentDoc> | null> {
  const open = await payments(shop).findOne({ orderNo: order._id, state: 'pending' }).lean<PaymentDoc>();
  const same =
    open?.tradeType === tradeType &&
    open.amountFen === order.amounts.payableFen &&
    open.api === shop.config.WECHAT_PAY_API;
  if (open && same) {
    const now = await lookAgain(shop, open);
    if (now === 'paid' || now === 'held') return fail('ORDER_STATE_CONFLICT');
    if (now === 'closed') return null;
    if (now === 'failing') return fail('PAYMENT_IN_PROGRESS');
    // WeChat does not know it (any more): the code we keep is worth nothing, the number is still ours.
    return done(now === 'unknown' ? { ...open, preparedAt: null } : open);
  }
  // Asked before the open one is closed: the shopper keeps a code that can be paid.
  if ((await payments(shop).countDocuments({ orderNo: order._id })) >= maxAttempts) {
    return fail('PAYMENT_REFUSED', { detail: open ? tooMany.open : tooMany.none });
  }
  if (open) {
    const closed = await closePayment(shop, open, 'shopper');
    if (closed === 'paid') return fail('ORDER_STATE_CONFLICT');
    if (closed !== 'closed') return fail('PAYMENT_IN_PROGRESS');
  }
  const payment = await newPayment(shop, order, tradeType, payerIp);
  return payment ? done(payment) : null;
}

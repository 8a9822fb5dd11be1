import type { z } from 'zod';
import type { payOrder as payOrderRoute } from '../../contract/order.ts';
import type { TradeType } from '../../contract/states.ts';
import { findOrder } from '../order/find-orders.ts';
import { type OrderDoc, orders } from '../order/order-model.ts';
import { done, fail, type Failure, type Outcome } from '../platform/outcome.ts';
import { at } from '../platform/point.ts';
import type { Shop } from '../platform/shop.ts';
import { WechatError } from '../wechat/wechat-error.ts';
import type { PrepayResult } from '../wechat/pay/payment-gateway.ts';
import { attemptToPay } from './attempt-to-pay.ts';
import { closePayment } from './close-payment.ts';
import { gatewayOf } from './gateway.ts';
import { type PaymentDoc, payments } from './payment-model.ts';
import { preparePayment } from './prepare-payment.ts';
import { markOver } from './refresh-payment.ts';

export type PaymentParameters = z.input<(typeof payOrderRoute)['response']>;

/** Below this WeChat may take money that comes when the order is closed already. */
const minimumMs = 60_000;
const maxRounds = 3;

function refuseOrder(shop: Shop, order: OrderDoc): Failure | null {
  if (order.state !== 'awaiting-payment') return fail('ORDER_STATE_CONFLICT');
  const left = order.payBefore.getTime() - shop.clock.now().getTime();
  const wholeMs = shop.config.ORDER_PAY_TIMEOUT_SECONDS * 1000;
  // Where shoppers get no more than two minutes at all, half of them are for paying.
  return left < Math.min(minimumMs, wholeMs / 2) ? fail('ORDER_EXPIRING') : null;
}

function parametersOf(
  shop: Shop,
  payment: PaymentDoc,
  prepared: PrepayResult & { ok: true },
): PaymentParameters {
  const paymentNo = payment._id;
  return prepared.tradeType === 'JSAPI'
    ? {
        paymentNo,
        tradeType: 'JSAPI',
        jsapi: gatewayOf(shop, payment.api, 'shopper').jsapiParameters(prepared.prepayId),
      }
    : {
        paymentNo,
        tradeType: 'NATIVE',
        codeUrl: prepared.codeUrl,
        expiresAt: payment.expiresAt.toISOString(),
      };
}

/** WeChat says no. @returns null when the attempt is over and a new number may be tried */
async function refused(
  shop: Shop,
  payment: PaymentDoc,
  refusal: PrepayResult & { ok: false },
): Promise<Failure | null> {
  shop.log.warn({ paymentNo: payment._id, wechatCode: refusal.wechatCode }, 'prepay refused');
  if (refusal.reason === 'already-paid') {
    await closePayment(shop, payment, 'shopper');
    return fail('ORDER_STATE_CONFLICT');
  }
  if (refusal.reason === 'closed') {
    await markOver(shop, payment._id, 'close');
    return null;
  }
  if (refusal.reason === 'parameters-changed') {
    // We ask with the stored parameters, so WeChat reads them in another way than before: this number is spent.
    const closed = await closePayment(shop, payment, 'shopper');
    if (closed === 'paid') return fail('ORDER_STATE_CONFLICT');
    return closed === 'closed' ? null : fail('PAYMENT_IN_PROGRESS');
  }
  const detail = `微信支付未受理：${refusal.message || refusal.wechatCode}`.slice(0, 120);
  return fail('PAYMENT_REFUSED', { detail });
}

async function round(
  shop: Shop,
  order: OrderDoc,
  tradeType: TradeType,
  payerIp: string,
): Promise<Outcome<PaymentParameters> | null> {
  const found = await attemptToPay(shop, order, tradeType, payerIp);
  if (!found?.ok) return found;
  const payment = found.value;
  const prepared = await preparePayment(shop, payment);
  await at(shop, 'payment.prepared', { paymentNo: payment._id });
  if (!prepared.ok) return refused(shop, payment, prepared);
  // The order may have been closed while WeChat was asked; then this number must not take money.
  const still = await orders(shop).exists({ _id: order._id, state: 'awaiting-payment' });
  const open = await payments(shop).exists({ _id: payment._id, state: 'pending' });
  if (!still || !open) {
    await closePayment(shop, payment, 'shopper');
    return fail('ORDER_STATE_CONFLICT');
  }
  return done(parametersOf(shop, payment, prepared), 201);
}

/**
 * Starts or repeats the payment of an order. Pressing twice, or on two devices, goes on with the same number
 * and can never take money twice; another trade type closes the old number at WeChat first.
 */
export async function payOrder(
  shop: Shop,
  memberId: string,
  orderNo: string,
  tradeType: TradeType,
  payerIp: string,
): Promise<Outcome<PaymentParameters>> {
  try {
    for (let turn = 0; turn < maxRounds; turn += 1) {
      const order = await findOrder(shop, memberId, orderNo);
      if (!order) return fail('NOT_FOUND');
      const unfit = refuseOrder(shop, order);
      if (unfit) return unfit;
      const outcome = await round(shop, order, tradeType, payerIp);
      if (outcome) return outcome;
    }
    return fail('PAYMENT_IN_PROGRESS');
  } catch (error) {
    if (!(error instanceof WechatError)) throw error;
    shop.log.warn({ err: error, orderNo }, 'pay: WeChat did not answer');
    return fail('WECHAT_UNAVAILABLE');
  }
}

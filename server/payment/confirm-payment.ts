import type { ClientSession } from 'mongoose';
import { reportIncident } from '../incident/report-incident.ts';
import { type OrderDoc, orders } from '../order/order-model.ts';
import { orderTransition } from '../order/transition.ts';
import { transact } from '../platform/mongo/transact.ts';
import { events } from '../platform/outbox/event-model.ts';
import { newEvent } from '../platform/outbox/new-event.ts';
import { at } from '../platform/point.ts';
import type { Shop } from '../platform/shop.ts';
import type { TradeReport } from '../wechat/pay/payment-gateway.ts';
import { nextPaymentState } from './lifecycle.ts';
import { type PaymentDoc, payments } from './payment-model.ts';

export type Confirmation =
  /** The order is paid by this call. */
  | 'paid'
  /** It was before: nothing changed. */
  | 'already'
  /** Money came that cannot pay the order (closed, or paid before): recorded, an incident is open. */
  | 'not-applicable'
  /** Number, amount, currency or merchant differ from ours: nothing changed, an incident is open. */
  | 'refused'
  /** WeChat does not say SUCCESS: nothing to confirm. */
  | 'not-paid';

function mismatch(shop: Shop, payment: PaymentDoc, trade: TradeReport): string[] {
  const { WECHAT_APP_ID, WECHAT_MCH_ID } = shop.config;
  const differs: string[] = [];
  if (trade.amountFen !== payment.amountFen) differs.push('amountFen');
  if (trade.currency !== payment.currency) differs.push('currency');
  if (trade.appId !== WECHAT_APP_ID) differs.push('appId');
  if (trade.mchId !== WECHAT_MCH_ID) differs.push('mchId');
  if (!trade.transactionId) differs.push('transactionId');
  return differs;
}

async function refuse(shop: Shop, payment: PaymentDoc, trade: TradeReport, differs: string[]): Promise<void> {
  const evidence = {
    orderNo: payment.orderNo,
    differs,
    expected: { amountFen: payment.amountFen, currency: payment.currency },
    reported: {
      amountFen: trade.amountFen ?? null,
      currency: trade.currency ?? null,
      transactionId: trade.transactionId ?? null,
    },
  };
  await reportIncident(shop, { kind: 'AMOUNT_MISMATCH', subject: payment._id, evidence });
  // It will not become right by asking again; a person decides.
  await payments(shop).updateOne({ _id: payment._id, state: payment.state }, { $set: { nextQueryAt: null } });
}

async function payOrder(
  shop: Shop,
  session: ClientSession,
  payment: PaymentDoc,
  trade: TradeReport,
): Promise<boolean> {
  const order = await orders(shop).findById(payment.orderNo, null, { session }).lean<OrderDoc>();
  const paidAt = trade.paidAt ?? shop.clock.now();
  const step = order && orderTransition(order, 'pay', paidAt, '付款成功', { paidAt, closeAttemptAt: null });
  if (!step) {
    const kind = order?.paidAt ? 'DOUBLE_PAYMENT' : 'PAYMENT_AFTER_CLOSE';
    const { orderNo, amountFen } = payment;
    const evidence = {
      orderNo,
      amountFen,
      orderState: order?.state ?? null,
      transactionId: trade.transactionId,
    };
    await reportIncident(shop, { kind, subject: payment._id, evidence }, session);
    return false;
  }
  const updated = await orders(shop).updateOne(step.filter, step.update, { session });
  if (updated.modifiedCount !== 1) throw new Error(`Order ${order._id} changed inside its own snapshot`);
  const { memberId, earnedPoints } = order;
  const payload = { orderNo: order._id, paymentNo: payment._id, memberId, earnedPoints };
  await events(shop).create([newEvent('order.paid', order._id, payload, shop.clock.now())], { session });
  return true;
}

async function apply(
  shop: Shop,
  session: ClientSession,
  paymentNo: string,
  trade: TradeReport,
): Promise<Confirmation> {
  const payment = await payments(shop).findById(paymentNo, null, { session }).lean<PaymentDoc>();
  const state = payment && nextPaymentState(payment.state, 'succeed');
  if (!state) return 'already';
  const applied = await payOrder(shop, session, payment, trade);
  const updated = await payments(shop).updateOne(
    { _id: payment._id, state: payment.state, version: payment.version },
    {
      $set: {
        state,
        applied,
        transactionId: trade.transactionId ?? null,
        paidAt: trade.paidAt ?? shop.clock.now(),
        nextQueryAt: null,
      },
      $inc: { version: 1 },
    },
    { session },
  );
  if (updated.modifiedCount !== 1) throw new Error(`Payment ${payment._id} changed inside its own snapshot`);
  await at(shop, 'payment.before-commit', { paymentNo });
  return applied ? 'paid' : 'not-applicable';
}

/**
 * The one door through which a payment becomes true, for notification, query and bill alike. Compares what
 * WeChat reports with what we asked for, then changes payment and order and publishes the event in one
 * transaction. Safe to call any number of times, at once, and late.
 * @param trade verified as WeChat's own words by the gateway
 */
export async function confirmPayment(shop: Shop, trade: TradeReport): Promise<Confirmation> {
  // REFUND is said of a trade for ever once part of it went back: it was paid.
  if (trade.tradeState !== 'SUCCESS' && trade.tradeState !== 'REFUND') return 'not-paid';
  const payment = await payments(shop).findById(trade.outTradeNo).lean<PaymentDoc>();
  if (!payment) {
    const { outTradeNo, amountFen, transactionId } = trade;
    const evidence = { amountFen: amountFen ?? null, transactionId: transactionId ?? null };
    await reportIncident(shop, { kind: 'UNKNOWN_PAYMENT', subject: outTradeNo, evidence });
    return 'refused';
  }
  if (payment.state === 'paid') return 'already';
  const differs = mismatch(shop, payment, trade);
  if (differs.length > 0) {
    await refuse(shop, payment, trade, differs);
    return 'refused';
  }
  const confirmation = await transact(shop, (session) => apply(shop, session, payment._id, trade));
  if (confirmation === 'paid') shop.wake();
  return confirmation;
}

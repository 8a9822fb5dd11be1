import { beijingTime } from '../beijing-time.ts';
import { randomText } from '../random-text.ts';
import { paySignFits, type PaySign } from '../signature/pay-sign.ts';
import type { World } from '../world.ts';
import type { Order } from './order.ts';

export type PayOutcome = 'success' | 'fail' | 'cancel';

export interface PayRequest {
  /** Exactly one of these says what is being paid. */
  by: { codeUrl: string } | { prepayId: string } | { outTradeNo: string };
  openid: string;
  outcome: PayOutcome;
  /** What the shop's page gave to wx.requestPayment; checked where given. */
  paySign: PaySign | undefined;
}

export type PayRefusal =
  | 'ORDER_UNKNOWN'
  | 'ORDER_PAID'
  | 'ORDER_CLOSED'
  | 'ORDER_FAILED'
  | 'PREPAY_EXPIRED'
  | 'OPENID_MISMATCH'
  | 'PAY_SIGN_ERROR';
export type PayResult = { ok: true; order: Order } | { ok: false; code: PayRefusal };

/**
 * The shopper at the phone: pays, fails to (the bank says no), or turns away. A payment is announced to the
 * merchant; the others are not, as WeChat only tells of success.
 */
export function payOrder(world: World, request: PayRequest): PayResult {
  const order = find(world, request.by);
  if (order === undefined) return { ok: false, code: 'ORDER_UNKNOWN' };
  const refusal = refusalOf(world, order, request);
  if (refusal !== undefined) return { ok: false, code: refusal };

  if (request.outcome === 'success') settle(world, order, request.openid);
  else if (request.outcome === 'fail') order.tradeState = 'PAYERROR';
  world.changed();
  return { ok: true, order };
}

function find(world: World, by: PayRequest['by']): Order | undefined {
  if ('codeUrl' in by) return world.orders.byCodeUrl(by.codeUrl);
  if ('prepayId' in by) return world.orders.byPrepayId(by.prepayId);
  return world.orders.byNumber(by.outTradeNo);
}

function refusalOf(world: World, order: Order, { by, openid, paySign }: PayRequest): PayRefusal | undefined {
  if (order.tradeState === 'SUCCESS') return 'ORDER_PAID';
  if (order.tradeState === 'CLOSED') return 'ORDER_CLOSED';
  if (order.tradeState === 'PAYERROR') return 'ORDER_FAILED';
  const now = world.clock.now();
  const usable = order.prepays.filter(
    ({ prepayId, codeUrl, expiresAt }) =>
      now < expiresAt &&
      (!('prepayId' in by) || by.prepayId === prepayId) &&
      (!('codeUrl' in by) || by.codeUrl === codeUrl) &&
      (paySign === undefined || paySign.package === `prepay_id=${prepayId}`),
  );
  if (order.openid !== null && order.openid !== openid) return 'OPENID_MISMATCH';
  if (paySign !== undefined && !paySignFits(paySign, order, world.merchant)) return 'PAY_SIGN_ERROR';
  return usable.length === 0 ? 'PREPAY_EXPIRED' : undefined;
}

function settle(world: World, order: Order, openid: string): void {
  const now = world.clock.now();
  order.tradeState = 'SUCCESS';
  order.paidAt = now;
  order.payerOpenid = openid;
  order.bankType = 'OTHERS';
  // 28 digits: channel, region, day, running number.
  order.transactionId = `4200${randomText(6, 'digits')}${beijingTime.compact(now).slice(0, 8)}${randomText(10, 'digits')}`;
  world.orders.put(order);
  world.notices.announcePayment(order);
}

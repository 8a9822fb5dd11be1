import { z } from 'zod';
import { closeOrder, type CloseRefusal } from '../order/close-order.ts';
import { textUpTo } from '../order/field-rules.ts';
import { merchantRefusal } from './merchant-refusal.ts';
import type { V3Call } from './v3-call.ts';
import { refuse, refuseBody, type V3Outcome } from './v3-outcome.ts';

const closeBody = z.strictObject({ mchid: textUpTo(32) });

const outcomes: Readonly<Record<CloseRefusal, V3Outcome>> = {
  ORDER_UNKNOWN: refuse(404, 'ORDER_NOT_EXIST', '订单不存在', 268512771),
  ORDER_PAID: refuse(400, 'ORDERPAID', '订单已支付', 268449538),
  // v3 takes a second close for the first one repeated; v2 does not.
  ORDER_CLOSED: { ok: true, status: 204 },
  TOO_YOUNG: refuse(400, 'INVALID_REQUEST', '订单生成后不能马上调用关单接口', 268435461),
};

/** `POST …/out-trade-no/{out_trade_no}/close` → 204 */
export const v3CloseOrder: V3Call = {
  method: 'post',
  path: '/v3/pay/transactions/out-trade-no/:outTradeNo/close',
  faultPoint: 'closeorder',
  outTradeNo: ({ params }) => params['outTradeNo'],
  run(world, { params, body }) {
    const parsed = closeBody.safeParse(body);
    if (!parsed.success) return refuseBody(parsed.error, body);
    const stranger = merchantRefusal(world, parsed.data.mchid, 'body');
    if (stranger !== undefined) return stranger;
    const closed = closeOrder(world, params['outTradeNo'] ?? '');
    return closed.ok ? { ok: true, status: 204 } : outcomes[closed.code];
  },
};

import { closeOrder, type CloseRefusal } from '../order/close-order.ts';
import type { V2Call } from './v2-call.ts';
import { refuse, type V2Outcome } from './v2-outcome.ts';

const refusals: Readonly<Record<CloseRefusal, V2Outcome>> = {
  ORDER_UNKNOWN: refuse('ORDERNOTEXIST', '订单不存在'),
  ORDER_PAID: refuse('ORDERPAID', '订单已支付，不能发起关单'),
  ORDER_CLOSED: refuse('ORDERCLOSED', '订单已关闭，无法重复关闭'),
  TOO_YOUNG: refuse('INVALID_REQUEST', '订单生成后不能马上调用关单接口'),
};

/** `POST /pay/closeorder`. */
export const v2CloseOrder: V2Call = {
  path: '/pay/closeorder',
  faultPoint: 'closeorder',
  run(world, fields) {
    for (const name of ['out_trade_no', 'nonce_str']) {
      if (fields[name] === undefined) return refuse('LACK_PARAMS', `缺少参数${name}`);
    }
    const closed = closeOrder(world, fields['out_trade_no'] ?? '');
    return closed.ok ? { ok: true, fields: { result_msg: 'OK' } } : refusals[closed.code];
  },
};

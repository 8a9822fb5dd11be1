import { tradeStateText, type Order } from '../order/order.ts';
import { paidFields } from './paid-fields.ts';
import type { V2Call } from './v2-call.ts';
import { refuse } from './v2-outcome.ts';

/** `POST /pay/orderquery`; where both numbers are given, WeChat's own wins. */
export const orderQuery: V2Call = {
  path: '/pay/orderquery',
  faultPoint: 'orderquery',
  run(world, fields) {
    const transactionId = fields['transaction_id'];
    const outTradeNo = fields['out_trade_no'];
    if (fields['nonce_str'] === undefined) return refuse('LACK_PARAMS', '缺少参数nonce_str');
    if (transactionId === undefined && outTradeNo === undefined) {
      return refuse('LACK_PARAMS', '缺少参数transaction_id或out_trade_no');
    }
    const order =
      transactionId === undefined
        ? world.orders.byNumber(outTradeNo ?? '')
        : world.orders.byTransaction(transactionId);
    return order === undefined ? refuse('ORDERNOTEXIST', '订单不存在') : { ok: true, fields: present(order) };
  },
};

function present(order: Order): Record<string, string | number> {
  return {
    ...(order.deviceInfo === '' ? {} : { device_info: order.deviceInfo }),
    out_trade_no: order.outTradeNo,
    attach: order.attach,
    trade_state: order.tradeState,
    trade_state_desc: tradeStateText[order.tradeState],
    total_fee: order.totalFen,
    fee_type: order.currency,
    ...paidFields(order),
  };
}

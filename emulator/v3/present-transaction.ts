import { beijingTime } from '../beijing-time.ts';
import type { Merchant } from '../merchant/merchant.ts';
import { tradeStateText, type Order } from '../order/order.ts';

/** An order as v3 shows it, in answers to queries and inside notices alike. */
export function presentTransaction(merchant: Merchant, order: Order): Record<string, unknown> {
  const { appId, mchId } = merchant.credentials;
  const paid = order.paidAt !== null && order.transactionId !== null;
  const openid = order.payerOpenid ?? order.openid;
  return {
    appid: appId,
    mchid: mchId,
    out_trade_no: order.outTradeNo,
    ...(paid ? { transaction_id: order.transactionId, trade_type: order.tradeType } : {}),
    trade_state: order.tradeState,
    trade_state_desc: tradeStateText[order.tradeState],
    ...(paid ? { bank_type: order.bankType, success_time: beijingTime.rfc3339(order.paidAt ?? 0) } : {}),
    ...(order.attach === '' ? {} : { attach: order.attach }),
    payer: openid === null ? {} : { openid },
    amount: {
      total: order.totalFen,
      currency: order.currency,
      ...(paid ? { payer_total: order.totalFen, payer_currency: order.currency } : {}),
    },
    ...(order.deviceInfo === '' ? {} : { scene_info: { device_id: order.deviceInfo } }),
  };
}

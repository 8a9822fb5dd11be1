import { beijingTime } from '../beijing-time.ts';
import type { Order } from '../order/order.ts';

/** What only a paid order has; the notice says the same. */
export function paidFields(order: Order): Record<string, string | number> {
  if (order.paidAt === null || order.transactionId === null || order.payerOpenid === null) return {};
  return {
    openid: order.payerOpenid,
    is_subscribe: 'N',
    trade_type: order.tradeType,
    bank_type: order.bankType ?? 'OTHERS',
    cash_fee: order.totalFen,
    transaction_id: order.transactionId,
    time_end: beijingTime.compact(order.paidAt),
  };
}

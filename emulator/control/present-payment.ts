import type { Order } from '../order/order.ts';

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** A payment as the controls show it. */
export function presentPayment(order: Order): Record<string, unknown> {
  const prepay = order.prepays.at(-1);
  return {
    outTradeNo: order.outTradeNo,
    transactionId: order.transactionId,
    api: order.api,
    tradeType: order.tradeType,
    tradeState: order.tradeState,
    description: order.description,
    attach: order.attach,
    totalFen: order.totalFen,
    currency: order.currency,
    openid: order.openid,
    payerOpenid: order.payerOpenid,
    notifyUrl: order.notifyUrl,
    prepayId: prepay?.prepayId ?? null,
    codeUrl: prepay?.codeUrl ?? null,
    createdAt: iso(order.createdAt),
    expiresAt: iso(order.expiresAt),
    paidAt: iso(order.paidAt),
    closedAt: iso(order.closedAt),
  };
}

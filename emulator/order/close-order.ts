import type { World } from '../world.ts';

export type CloseRefusal = 'ORDER_UNKNOWN' | 'ORDER_PAID' | 'ORDER_CLOSED' | 'TOO_YOUNG';
export type CloseOutcome = { ok: true } | { ok: false; code: CloseRefusal };

/** Closes an unpaid (or failed) order for good; its number is used up. */
export function closeOrder(world: World, outTradeNo: string): CloseOutcome {
  const order = world.orders.byNumber(outTradeNo);
  if (order === undefined) return { ok: false, code: 'ORDER_UNKNOWN' };
  if (order.tradeState === 'SUCCESS') return { ok: false, code: 'ORDER_PAID' };
  if (order.tradeState === 'CLOSED') return { ok: false, code: 'ORDER_CLOSED' };
  const now = world.clock.now();
  if (now - order.createdAt < world.settings.closeMinAgeSeconds * 1000)
    return { ok: false, code: 'TOO_YOUNG' };
  order.tradeState = 'CLOSED';
  order.closedAt = now;
  world.changed();
  return { ok: true };
}

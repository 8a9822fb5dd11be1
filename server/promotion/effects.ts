import type { EventDoc } from '../platform/outbox/event-model.ts';
import type { Effect } from '../platform/outbox/effect.ts';
import type { Shop } from '../platform/shop.ts';
import { bookPoints } from './book-points.ts';
import { pointMovements } from './point-model.ts';

/** The part of an order event that points need; floors below may not import the order's own types. */
function orderOf(event: EventDoc): { orderNo: string; memberId: string; earnedPoints: number } {
  const { orderNo, memberId, earnedPoints } = event.payload;
  if (typeof orderNo !== 'string' || typeof memberId !== 'string' || typeof earnedPoints !== 'number') {
    throw new Error(`Event ${event._id} is not of an order`);
  }
  return { orderNo, memberId, earnedPoints };
}

async function earn(shop: Shop, event: EventDoc): Promise<void> {
  const { orderNo, memberId, earnedPoints } = orderOf(event);
  if (earnedPoints === 0) return;
  const row = { memberId, points: earnedPoints, reason: 'order' as const, orderNo };
  await bookPoints(shop, { _id: `earn:${orderNo}`, ...row });
}

async function takeBack(shop: Shop, event: EventDoc): Promise<void> {
  const { orderNo, memberId, earnedPoints } = orderOf(event);
  if (earnedPoints === 0) return;
  // A close can overtake the order's own event; earning first keeps the ledger whole in either order.
  if (!(await pointMovements(shop).exists({ _id: `earn:${orderNo}` }))) await earn(shop, event);
  const row = { memberId, points: -earnedPoints, reason: 'order-closed' as const, orderNo };
  await bookPoints(shop, { _id: `take-back:${orderNo}`, ...row });
}

export const promotionEffects: readonly Effect[] = [
  { on: 'order.placed', name: 'promotion.earn-points', run: earn },
  { on: 'order.closed', name: 'promotion.take-back-points', run: takeBack },
];

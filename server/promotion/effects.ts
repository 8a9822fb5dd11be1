import { type EventDoc, events } from '../platform/outbox/event-model.ts';
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

/** Takes back what the order has earned, which is nothing where points are granted on payment. */
async function takeBackEarned(shop: Shop, orderNo: string): Promise<void> {
  const earned = await pointMovements(shop).findById(`earn:${orderNo}`).lean();
  if (!earned) return;
  const row = { memberId: earned.memberId, points: -earned.points, reason: 'order-closed' as const, orderNo };
  await bookPoints(shop, { _id: `take-back:${orderNo}`, ...row });
}

async function earn(shop: Shop, event: EventDoc): Promise<void> {
  const { orderNo, memberId, earnedPoints } = orderOf(event);
  if (earnedPoints === 0) return;
  const row = { memberId, points: earnedPoints, reason: 'order' as const, orderNo };
  await bookPoints(shop, { _id: `earn:${orderNo}`, ...row });
  // A close can overtake the order's own event and find nothing to take back; then it is done here.
  if (await events(shop).exists({ _id: `order.closed:${orderNo}` })) await takeBackEarned(shop, orderNo);
}

async function earnWhenPlaced(shop: Shop, event: EventDoc): Promise<void> {
  if (shop.config.POINTS_GRANTED_ON === 'placed') await earn(shop, event);
}

async function takeBack(shop: Shop, event: EventDoc): Promise<void> {
  await takeBackEarned(shop, orderOf(event).orderNo);
}

export const promotionEffects: readonly Effect[] = [
  { on: 'order.placed', name: 'promotion.earn-points', run: earnWhenPlaced },
  // Whatever the setting: what was booked is booked once, and an order placed under the other one gets its points.
  { on: 'order.paid', name: 'promotion.earn-points-paid', run: earn },
  { on: 'order.closed', name: 'promotion.take-back-points', run: takeBack },
];

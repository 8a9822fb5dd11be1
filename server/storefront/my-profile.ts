import type { z } from 'zod';
import type { me } from '../../contract/session.ts';
import { type OrderState, orderStates } from '../../contract/states.ts';
import { cartQuantity } from '../cart/cart-quantity.ts';
import type { MemberDoc } from '../member/member-model.ts';
import { presentMember } from '../member/present-member.ts';
import { orders } from '../order/order-model.ts';
import type { Shop } from '../platform/shop.ts';
import { pointsOf } from '../promotion/book-points.ts';

async function countOrders(shop: Shop, memberId: string): Promise<Record<OrderState, number>> {
  const counted = await orders(shop).aggregate<{ _id: OrderState; count: number }>([
    { $match: { memberId } },
    { $group: { _id: '$state', count: { $sum: 1 } } },
  ]);
  const byState = new Map(counted.map(({ _id, count }) => [_id, count]));
  return Object.fromEntries(orderStates.map((state) => [state, byState.get(state) ?? 0])) as Record<
    OrderState,
    number
  >;
}

/** A shopper's own page: profile, points, order counters, cart badge. */
export async function myProfile(shop: Shop, member: MemberDoc): Promise<z.input<typeof me>> {
  const [points, orderCounts, quantity] = await Promise.all([
    pointsOf(shop, member._id),
    countOrders(shop, member._id),
    cartQuantity(shop, member._id),
  ]);
  return {
    ...presentMember(member),
    points,
    orderCounts,
    cartQuantity: quantity,
    joinedAt: member.createdAt.toISOString(),
  };
}

import type { OrderState } from '../../contract/states.ts';
import { decodeCursor, encodeCursor } from '../platform/cursor.ts';
import { trusted } from '../platform/mongo/model.ts';
import { done, fail, type Outcome } from '../platform/outcome.ts';
import type { Shop } from '../platform/shop.ts';
import { type OrderDoc, orders } from './order-model.ts';

/** A member's own order; someone else's is as absent as one that never was. */
export async function findOrder(shop: Shop, memberId: string, orderNo: string): Promise<OrderDoc | null> {
  return orders(shop).findOne({ _id: orderNo, memberId }).lean<OrderDoc>();
}

export interface OrderPage {
  items: OrderDoc[];
  nextCursor: string | null;
}

/** A member's orders, newest first. The cursor names the last order shown, so new orders do not shift pages. */
export async function listOrders(
  shop: Shop,
  memberId: string,
  query: { state?: OrderState | undefined; limit: number; cursor?: string | undefined },
): Promise<Outcome<OrderPage>> {
  const after = query.cursor ? decodeCursor(query.cursor, 2) : undefined;
  const [placedMs, orderNo] = after ?? [];
  if (after === null || (after && (typeof placedMs !== 'number' || typeof orderNo !== 'string'))) {
    return fail('INVALID_REQUEST', { errors: [{ path: 'query.cursor', message: '分页参数有误' }] });
  }
  const placedAt = new Date(Number(placedMs));
  const older = after && {
    $or: [{ placedAt: trusted({ $lt: placedAt }) }, { placedAt, _id: trusted({ $lt: String(orderNo) }) }],
  };
  const found = await orders(shop)
    .find({ memberId, ...(query.state ? { state: query.state } : {}), ...older })
    .sort({ placedAt: -1, _id: -1 })
    .limit(query.limit + 1)
    .lean<OrderDoc[]>();
  const items = found.slice(0, query.limit);
  const last = items.at(-1);
  const more = found.length > query.limit && last;
  return done({ items, nextCursor: more ? encodeCursor([last.placedAt.getTime(), last._id]) : null });
}

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

/** The order a page starts after; null for a cursor that we did not make. */
function pageStart(cursor: string): { placedAt: Date; orderNo: string } | null {
  const [placedMs, orderNo] = decodeCursor(cursor, 2) ?? [];
  if (typeof placedMs !== 'number' || typeof orderNo !== 'string') return null;
  const placedAt = new Date(placedMs);
  // A number beyond every calendar makes a date that no query takes.
  return Number.isNaN(placedAt.getTime()) ? null : { placedAt, orderNo };
}

/** A member's orders, newest first. The cursor names the last order shown, so new orders do not shift pages. */
export async function listOrders(
  shop: Shop,
  memberId: string,
  query: { state?: OrderState | undefined; limit: number; cursor?: string | undefined },
): Promise<Outcome<OrderPage>> {
  const after = query.cursor ? pageStart(query.cursor) : undefined;
  if (after === null) {
    return fail('INVALID_REQUEST', { errors: [{ path: 'query.cursor', message: '分页参数有误' }] });
  }
  const older = after && {
    $or: [
      { placedAt: trusted({ $lt: after.placedAt }) },
      { placedAt: after.placedAt, _id: trusted({ $lt: after.orderNo }) },
    ],
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

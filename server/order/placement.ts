import { trusted } from '../platform/mongo/model.ts';
import { newEvent } from '../platform/outbox/new-event.ts';
import { type Decision, nothing, type StockTaskKind } from '../stock/stock-task.ts';
import type { Movement } from '../stock/movement.ts';
import type { Shortage } from '../stock/stock-view.ts';
import { type OrderDoc, orders } from './order-model.ts';

export interface Placement {
  order: OrderDoc;
  cartLines: readonly { lineId: string; quantity: number }[];
}

export type PlacementResult =
  | { kind: 'placed'; order: OrderDoc }
  /** The key was used before: the order it made. */
  | { kind: 'known'; order: OrderDoc }
  | { kind: 'short'; shortages: Shortage[] };

type Known = Map<string, OrderDoc>;

const keyOf = (order: OrderDoc): string => `${order.memberId} ${order.idempotencyKey}`;

function take(order: OrderDoc): Movement[] {
  return order.lines.map(({ skuId, quantity }) => ({
    skuId,
    quantity: -quantity,
    sold: quantity,
    reason: 'order' as const,
    cause: `order:${order._id}`,
    orderNo: order._id,
    staffId: null,
    note: '',
  }));
}

function placed({ order, cartLines }: Placement, movements: Movement[]): Decision<PlacementResult> {
  const { _id: orderNo, memberId, earnedPoints } = order;
  const event = newEvent(
    'order.placed',
    orderNo,
    { orderNo, memberId, earnedPoints, cartLines },
    order.placedAt,
  );
  return {
    result: { kind: 'placed', order },
    movements,
    inserts: [
      { into: 'orders', document: order },
      { into: 'events', document: event },
    ],
    changes: [],
  };
}

/** Placing an order: all of its SKUs or none, once per idempotency key, with its event. */
export const placement: StockTaskKind<Placement, Known, PlacementResult> = {
  name: 'order.place',
  skuIds: ({ order }) => order.lines.map((line) => line.skuId),
  async read(shop, session, placements, again) {
    // Nearly every key is new, and the unique index refuses the others: they are looked up when it did.
    if (!again) return new Map();
    const memberId = trusted({ $in: placements.map(({ order }) => order.memberId) });
    const idempotencyKey = trusted({ $in: placements.map(({ order }) => order.idempotencyKey) });
    const known = await orders(shop).find({ memberId, idempotencyKey }, null, { session }).lean<OrderDoc[]>();
    return new Map(known.map((order) => [keyOf(order), order]));
  },
  decide(input, known, stock) {
    const before = known.get(keyOf(input.order));
    if (before) {
      // This very order, committed by an earlier try whose answer was lost, is not a repeat to its shopper.
      const own = before._id === input.order._id;
      return nothing({ kind: own ? 'placed' : 'known', order: before });
    }
    const movements = take(input.order);
    const shortages = stock.shortages(movements);
    if (shortages.length > 0) return nothing({ kind: 'short', shortages });
    known.set(keyOf(input.order), input.order);
    return placed(input, movements);
  },
};

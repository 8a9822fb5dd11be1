import type { ClosedReason } from '../../contract/states.ts';
import { trusted } from '../platform/mongo/model.ts';
import { newEvent } from '../platform/outbox/new-event.ts';
import { nothing, type StockTaskKind } from '../stock/stock-task.ts';
import type { Movement } from '../stock/movement.ts';
import { type OrderDoc, orders } from './order-model.ts';
import { orderTransition } from './transition.ts';

export interface Release {
  orderNo: string;
  /** Version the closer saw before it asked WeChat: a payment started since then changed it. */
  version: number;
  skuIds: string[];
  reason: Extract<ClosedReason, 'timeout' | 'buyer' | 'merchant'>;
  note: string;
  at: Date;
}

export type ReleaseResult = { kind: 'closed' } | { kind: 'conflict'; order: OrderDoc | null };

function giveBack(order: OrderDoc): Movement[] {
  return order.lines.map(({ skuId, quantity }) => ({
    skuId,
    quantity,
    sold: -quantity,
    reason: 'release' as const,
    cause: `release:${order._id}`,
    orderNo: order._id,
    staffId: null,
    note: '',
  }));
}

/**
 * Closing an unpaid order: state, stock, sales and event in one. Whoever closes must have made sure with
 * WeChat that no money can come any more; an order that became paid meanwhile answers `conflict`.
 */
export const release: StockTaskKind<Release, Map<string, OrderDoc>, ReleaseResult> = {
  name: 'order.release',
  skuIds: ({ skuIds }) => skuIds,
  async read(shop, session, inputs) {
    const ids = inputs.map((input) => input.orderNo);
    const found = await orders(shop)
      .find({ _id: trusted({ $in: ids }) }, null, { session })
      .lean<OrderDoc[]>();
    return new Map(found.map((order) => [order._id, order]));
  },
  decide({ orderNo, version, reason, note, at }, known) {
    const order = known.get(orderNo) ?? null;
    const event = reason === 'timeout' ? 'expire' : 'cancel';
    const set = { closedReason: reason, closedAt: at, closeAttemptAt: null };
    const step = order && orderTransition(order, event, at, note, set);
    if (!order || !step || order.version !== version) return nothing({ kind: 'conflict', order });
    known.delete(orderNo);
    const { memberId, earnedPoints } = order;
    return {
      result: { kind: 'closed' },
      movements: giveBack(order),
      inserts: [
        {
          into: 'events',
          document: newEvent('order.closed', orderNo, { orderNo, memberId, earnedPoints, reason }, at),
        },
      ],
      changes: [{ of: 'orders', filter: step.filter, update: step.update }],
    };
  },
};

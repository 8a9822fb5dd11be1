import type { OrderState } from '../../contract/states.ts';
import { type OrderEvent, nextOrderState } from './lifecycle.ts';
import type { HistoryEntry, OrderDoc } from './order-model.ts';

export interface OrderTransition {
  to: OrderState;
  filter: { _id: string; state: OrderState; version: number };
  update: {
    $set: Partial<OrderDoc>;
    $inc: { version: number };
    $push: { history: HistoryEntry };
  };
}

/**
 * The conditional write of one step in an order's life: it matches only the state and version that were read.
 * @returns null where the lifecycle does not allow the event
 */
export function orderTransition(
  order: Pick<OrderDoc, '_id' | 'state' | 'version'>,
  event: OrderEvent,
  at: Date,
  note: string,
  set: Partial<OrderDoc> = {},
): OrderTransition | null {
  const to = nextOrderState(order.state, event);
  if (!to) return null;
  return {
    to,
    filter: { _id: order._id, state: order.state, version: order.version },
    update: {
      $set: { ...set, state: to },
      $inc: { version: 1 },
      $push: { history: { state: to, event, at, note } },
    },
  };
}

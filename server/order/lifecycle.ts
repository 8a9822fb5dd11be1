import type { OrderState } from '../../contract/states.ts';

export type OrderEvent =
  'pay' | 'cancel' | 'expire' | 'ship-part' | 'ship' | 'receive' | 'complete' | 'refund-all';

/** The whole life of an order: state → event → state. What is not here cannot happen. */
export const orderLifecycle: Readonly<Record<OrderState, Partial<Record<OrderEvent, OrderState>>>> = {
  'awaiting-payment': { pay: 'awaiting-shipment', cancel: 'closed', expire: 'closed' },
  'awaiting-shipment': { 'ship-part': 'partly-shipped', ship: 'shipped', 'refund-all': 'closed' },
  'partly-shipped': { ship: 'shipped', 'refund-all': 'closed' },
  shipped: { receive: 'received', 'refund-all': 'closed' },
  received: { complete: 'completed', 'refund-all': 'closed' },
  completed: {},
  closed: {},
};

/** Where an event leads, or null where it may not happen. */
export function nextOrderState(state: OrderState, event: OrderEvent): OrderState | null {
  return orderLifecycle[state][event] ?? null;
}

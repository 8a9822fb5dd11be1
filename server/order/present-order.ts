import type { z } from 'zod';
import type { order as orderSchema, orderLine } from '../../contract/order.ts';
import type { OrderDoc, OrderLine } from './order-model.ts';

export type PresentedOrder = z.input<typeof orderSchema>;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export function presentLine(line: OrderLine): z.input<typeof orderLine> {
  const { skuId, productId, title, specs, imageUrl, priceFen, quantity, weightGrams, amountFen } = line;
  return {
    skuId,
    productId,
    title,
    specs: specs.map(({ name, value }) => ({ name, value })),
    imageUrl,
    priceFen,
    quantity,
    weightGrams,
    amountFen,
  };
}

/** An order as its shopper sees it. */
export function presentOrder(order: OrderDoc): PresentedOrder {
  return {
    orderNo: order._id,
    state: order.state,
    closedReason: order.closedReason,
    payMethod: order.payMethod,
    source: order.source,
    lines: order.lines.map(presentLine),
    quantity: order.quantity,
    amounts: order.amounts,
    receiver: order.receiver,
    buyerMessage: order.buyerMessage,
    earnedPoints: order.earnedPoints,
    placedAt: order.placedAt.toISOString(),
    paidAt: iso(order.paidAt),
    shippedAt: iso(order.shippedAt),
    receivedAt: iso(order.receivedAt),
    completedAt: iso(order.completedAt),
    closedAt: iso(order.closedAt),
    payBefore: order.payBefore.toISOString(),
    timeline: order.history.map(({ state, at, note }) => ({ state, at: at.toISOString(), note })),
    shipments: [],
    aftersales: [],
  };
}

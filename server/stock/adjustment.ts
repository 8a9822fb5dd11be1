import { trusted } from '../platform/mongo/model.ts';
import type { Insert, StockTaskKind } from './stock-task.ts';
import { nothing } from './stock-task.ts';
import type { Movement } from './movement.ts';
import { stockMovements } from './stock-movement-model.ts';

export interface Adjustment {
  movement: Movement;
  /** The staff's audit row, committed with the change. */
  audit: Insert | null;
}

export type AdjustmentResult =
  { kind: 'booked'; stockAfter: number } | { kind: 'unknown-sku' } | { kind: 'short'; available: number };

/** A staff member changes the stock of one SKU: never below zero, once per cause, with its audit row. */
export const adjustment: StockTaskKind<Adjustment, Map<string, number>, AdjustmentResult> = {
  name: 'stock.adjust',
  skuIds: ({ movement }) => [movement.skuId],
  async read(shop, session, inputs) {
    const ids = inputs.map(({ movement }) => `${movement.cause}:${movement.skuId}`);
    const booked = await stockMovements(shop)
      .find({ _id: trusted({ $in: ids }) }, { stockAfter: 1 }, { session })
      .lean();
    return new Map(booked.map((row) => [row._id, row.stockAfter]));
  },
  decide({ movement, audit }, booked, stock) {
    // An earlier try of this very task whose commit answer was lost.
    const before = booked.get(`${movement.cause}:${movement.skuId}`);
    if (before !== undefined) return nothing({ kind: 'booked', stockAfter: before });
    const current = stock.stockOf(movement.skuId);
    if (current === null) return nothing({ kind: 'unknown-sku' });
    if (stock.shortages([movement]).length > 0) return nothing({ kind: 'short', available: current });
    const result = { kind: 'booked' as const, stockAfter: current + movement.quantity };
    return { result, movements: [movement], inserts: audit ? [audit] : [], changes: [] };
  },
};

import { trusted } from '../platform/mongo/model.ts';
import type { Insert, StockTaskKind } from './stock-task.ts';
import { nothing } from './stock-task.ts';
import type { Movement } from './movement.ts';
import { type StockMovementDoc, stockMovements } from './stock-movement-model.ts';

export interface Adjustment {
  movement: Movement;
  /** The staff's audit row, committed with the change. */
  audit: Insert | null;
}

export type AdjustmentResult =
  | { kind: 'booked' }
  /** The cause was booked before, just so. */
  | { kind: 'known' }
  /** The cause was booked before, as something else. */
  | { kind: 'reused' }
  | { kind: 'unknown-sku' }
  | { kind: 'short'; available: number };

type Booked = Pick<StockMovementDoc, 'skuId' | 'quantity' | 'reason' | 'note'>;

/** Rows of these causes, whatever their SKU: `:` ends the cause in a row's id, `;` is the sign after it. */
function bookedUnder(causes: readonly string[]) {
  return { $or: causes.map((cause) => ({ _id: trusted({ $gt: `${cause}:`, $lt: `${cause};` }) })) };
}

function isSame(a: Booked, b: Booked): boolean {
  return a.skuId === b.skuId && a.quantity === b.quantity && a.reason === b.reason && a.note === b.note;
}

/**
 * A staff member changes the stock of one SKU: never below zero, once per cause, with its audit row. The audit
 * row's id names the cause too, so that two processes cannot book one cause on two SKUs.
 */
export const adjustment: StockTaskKind<Adjustment, Map<string, Booked>, AdjustmentResult> = {
  name: 'stock.adjust',
  skuIds: ({ movement }) => [movement.skuId],
  async read(shop, session, inputs) {
    const causes = inputs.map(({ movement }) => movement.cause);
    const rows = await stockMovements(shop).find(bookedUnder(causes), null, { session }).lean();
    // A cause may itself hold a `:`; the SKU at the end of the id tells where it ends.
    return new Map(rows.map((row) => [row._id.slice(0, -row.skuId.length - 1), row]));
  },
  decide({ movement, audit }, booked, stock) {
    const before = booked.get(movement.cause);
    if (before) return nothing({ kind: isSame(before, movement) ? 'known' : 'reused' });
    const current = stock.stockOf(movement.skuId);
    if (current === null) return nothing({ kind: 'unknown-sku' });
    if (stock.shortages([movement]).length > 0) return nothing({ kind: 'short', available: current });
    booked.set(movement.cause, movement);
    return { result: { kind: 'booked' }, movements: [movement], inserts: audit ? [audit] : [], changes: [] };
  },
};

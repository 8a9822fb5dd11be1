import type { ClientSession } from 'mongoose';
import type { Shop } from '../platform/shop.ts';
import type { Movement } from './movement.ts';
import type { StockView } from './stock-view.ts';

/** Further writes of a group's member, committed with its stock. */
export interface Insert {
  into: string;
  document: { _id: string };
}

/** A conditional update of one document; a group in which one does not match is rolled back and read anew. */
export interface Change {
  of: string;
  filter: Record<string, unknown>;
  update: Record<string, unknown>;
}

export interface Decision<Result> {
  result: Result;
  movements: readonly Movement[];
  inserts: readonly Insert[];
  changes: readonly Change[];
}

/** Refusals and repeats write nothing. */
export function nothing<Result>(result: Result): Decision<Result> {
  return { result, movements: [], inserts: [], changes: [] };
}

/**
 * A kind of work that moves stock: placing an order, releasing one, a staff adjustment. The writer gathers
 * tasks of all kinds into one transaction; each kind reads what it needs for all its tasks at once.
 */
export interface StockTaskKind<Input, Snapshot, Result> {
  name: string;
  /** SKUs whose levels the task needs. */
  skuIds(input: Input): readonly string[];
  /**
   * One batched read for all tasks of this kind in the group, inside its snapshot.
   * @param again false at a group's first try: what a unique index would refuse anyway need not be read yet
   */
  read(shop: Shop, session: ClientSession, inputs: readonly Input[], again: boolean): Promise<Snapshot>;
  /**
   * Decides one task, in order of arrival. Pure but for the snapshot, which it may mark for later tasks of
   * the same group. Stock is checked with `stock.shortages`; the writer books the returned movements.
   */
  decide(input: Input, snapshot: Snapshot, stock: StockView): Decision<Result>;
}

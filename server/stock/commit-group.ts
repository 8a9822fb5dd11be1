import type { ClientSession, mongo } from 'mongoose';
import { transactionOptions } from '../platform/mongo/transact.ts';
import { at } from '../platform/point.ts';
import type { Shop } from '../platform/shop.ts';
import type { Movement } from './movement.ts';
import type { StockLevelDoc } from './stock-level-model.ts';
import type { StockMovementDoc } from './stock-movement-model.ts';
import type { Decision, StockTaskKind } from './stock-task.ts';
import { StockView } from './stock-view.ts';

type AnyKind = StockTaskKind<unknown, unknown, unknown>;

export interface GroupEntry {
  kind: AnyKind;
  input: unknown;
}

/** A write did not match what the snapshot showed: the group is rolled back and read anew. */
export class GroupMismatch extends Error {
  override name = 'GroupMismatch';
}

type Documents = Map<string, { _id: string }[]>;
type Updates = Map<string, mongo.AnyBulkWriteOperation[]>;

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

async function decideAll(
  shop: Shop,
  session: ClientSession,
  entries: readonly GroupEntry[],
  again: boolean,
): Promise<{ decisions: Decision<unknown>[]; rows: StockMovementDoc[] }> {
  const skuIds = [...new Set(entries.flatMap(({ kind, input }) => kind.skuIds(input)))];
  const levels = shop.db.collection<StockLevelDoc>('stockLevels');
  const view = new StockView(await levels.find({ _id: { $in: skuIds } }, { session }).toArray());
  const snapshots = new Map<AnyKind, unknown>();
  for (const kind of new Set(entries.map((entry) => entry.kind))) {
    const inputs = entries.filter((entry) => entry.kind === kind).map((entry) => entry.input);
    snapshots.set(kind, await kind.read(shop, session, inputs, again));
  }
  const rows: StockMovementDoc[] = [];
  const at = shop.clock.now();
  const decisions = entries.map(({ kind, input }) => {
    const decision = kind.decide(input, snapshots.get(kind), view);
    for (const movement of decision.movements) rows.push(ledgerRow(movement, view.apply(movement), at));
    return decision;
  });
  return { decisions, rows };
}

function ledgerRow(movement: Movement, stockAfter: number, at: Date): StockMovementDoc {
  const { skuId, quantity, reason, cause, orderNo, staffId, note } = movement;
  return { _id: `${cause}:${skuId}`, skuId, quantity, reason, stockAfter, orderNo, staffId, note, at };
}

/** The summed change of each SKU, never below zero even if the snapshot were wrong. */
function levelUpdates(decisions: readonly Decision<unknown>[], at: Date): mongo.AnyBulkWriteOperation[] {
  const sums = new Map<string, { stock: number; sold: number }>();
  for (const { movements } of decisions) {
    for (const { skuId, quantity, sold } of movements) {
      const sum = sums.get(skuId) ?? { stock: 0, sold: 0 };
      sums.set(skuId, { stock: sum.stock + quantity, sold: sum.sold + sold });
    }
  }
  return [...sums].map(([skuId, sum]) => ({
    updateOne: {
      filter: { _id: skuId as never, stock: { $gte: Math.max(0, -sum.stock) } },
      update: { $inc: { stock: sum.stock, sold: sum.sold }, $set: { updatedAt: at } },
    },
  }));
}

async function updateAll(
  shop: Shop,
  session: ClientSession,
  name: string,
  operations: mongo.AnyBulkWriteOperation[],
): Promise<void> {
  if (operations.length === 0) return;
  const written = await shop.db.collection(name).bulkWrite(operations, { session, ordered: false });
  if (written.matchedCount !== operations.length) {
    throw new GroupMismatch(`${name}: ${written.matchedCount} of ${operations.length} matched`);
  }
}

async function write(
  shop: Shop,
  session: ClientSession,
  decisions: readonly Decision<unknown>[],
  rows: StockMovementDoc[],
): Promise<void> {
  const inserts: Documents = new Map();
  const updates: Updates = new Map();
  for (const decision of decisions) {
    for (const { into, document } of decision.inserts) push(inserts, into, document);
    for (const { of, filter, update } of decision.changes)
      push(updates, of, { updateOne: { filter, update } });
  }
  if (rows.length > 0) inserts.set('stockMovements', rows);
  await at(shop, 'stock.before-levels');
  // First: a group that meets another writer on a SKU learns it here, before it has written anything in vain.
  await updateAll(shop, session, 'stockLevels', levelUpdates(decisions, shop.clock.now()));
  for (const [name, documents] of inserts) {
    await shop.db.collection<{ _id: string }>(name).insertMany(documents, { session, ordered: false });
  }
  for (const [name, operations] of updates) await updateAll(shop, session, name, operations);
}

/**
 * Decides and commits a group of tasks in one transaction.
 * @param again whether any of these tasks was tried before, so that it may be committed already
 * @returns each task's own result, in order
 * @throws GroupMismatch, or MongoDB's error; then nothing was written (unless the error is an unknown commit)
 */
export async function commitGroup(
  shop: Shop,
  session: ClientSession,
  entries: readonly GroupEntry[],
  again: boolean,
): Promise<unknown[]> {
  session.startTransaction(transactionOptions);
  try {
    const { decisions, rows } = await decideAll(shop, session, entries, again);
    if (decisions.some((made) => made.inserts.length + made.changes.length + made.movements.length > 0)) {
      await write(shop, session, decisions, rows);
      await at(shop, 'stock.before-commit');
      await session.commitTransaction();
      await at(shop, 'stock.committed');
      shop.wake();
    } else {
      await session.abortTransaction();
    }
    return decisions.map((decision) => decision.result);
  } catch (error) {
    // After a commit was sent there is nothing to abort; the writer asks again.
    if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
    throw error;
  }
}

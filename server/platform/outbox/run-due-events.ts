import { randomUUID } from 'node:crypto';
import { trusted } from '../mongo/model.ts';
import type { Shop } from '../shop.ts';
import type { Effect } from './effect.ts';
import { type EventDoc, events } from './event-model.ts';

const batch = 100;
const concurrency = 8;
const leaseMs = 30_000;
const maxAttempts = 12;

/** 1 s, 2 s, 4 s … at most 10 min, with jitter so that failures do not return together. */
function backoffMs(attempts: number): number {
  return Math.min(2 ** attempts * 1000, 600_000) * (0.75 + Math.random() * 0.5);
}

async function lease(shop: Shop): Promise<EventDoc[]> {
  const now = shop.clock.now();
  const due = { state: 'due', dueAt: trusted({ $lte: now }) } as const;
  const found = await events(shop).find(due).sort({ dueAt: 1 }).limit(batch).select('_id').lean();
  if (found.length === 0) return [];
  const token = randomUUID();
  const ids = found.map((event) => event._id);
  await events(shop).updateMany(
    { ...due, _id: trusted({ $in: ids }) },
    { $set: { leasedBy: token, dueAt: new Date(now.getTime() + leaseMs) }, $inc: { attempts: 1 } },
  );
  return events(shop)
    .find({ _id: trusted({ $in: ids }), leasedBy: token })
    .sort({ at: 1 })
    .lean();
}

async function settleFailure(shop: Shop, event: EventDoc, error: unknown): Promise<void> {
  const dead = event.attempts >= maxAttempts;
  shop.log.error({ err: error, event: event._id, attempts: event.attempts, dead }, 'effect failed');
  const dueAt = new Date(shop.clock.now().getTime() + backoffMs(event.attempts));
  await events(shop).updateOne(
    { _id: event._id, leasedBy: event.leasedBy },
    { $set: { state: dead ? 'dead' : 'due', dueAt, leasedBy: null, error: String(error).slice(0, 500) } },
  );
}

async function apply(shop: Shop, event: EventDoc, effects: readonly Effect[]): Promise<void> {
  const applied = new Set(event.applied);
  try {
    for (const effect of effects) {
      if (effect.on !== event.type || applied.has(effect.name)) continue;
      await effect.run(shop, event);
      applied.add(effect.name);
    }
  } catch (error) {
    await events(shop).updateOne({ _id: event._id }, { $addToSet: { applied: { $each: [...applied] } } });
    return settleFailure(shop, event, error);
  }
  await events(shop).updateOne(
    { _id: event._id, leasedBy: event.leasedBy },
    { $set: { state: 'done', doneAt: shop.clock.now(), applied: [...applied], leasedBy: null, error: null } },
  );
}

/**
 * Leases up to 100 due events and applies every effect that listens to them.
 * @returns how many were leased; 0 means nothing is due
 */
export async function runDueEvents(shop: Shop, effects: readonly Effect[]): Promise<number> {
  const leased = await lease(shop);
  const queue = [...leased];
  const drain = async (): Promise<void> => {
    for (let event = queue.shift(); event; event = queue.shift()) await apply(shop, event, effects);
  };
  await Promise.all(Array.from({ length: concurrency }, drain));
  return leased.length;
}

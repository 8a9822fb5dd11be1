import { errorText } from '../error-text.ts';
import type { Shop } from '../shop.ts';
import { within } from '../within.ts';
import type { Alerts } from './alerts.ts';
import type { Effect } from './effect.ts';
import { type EventDoc, events } from './event-model.ts';
import { leaseEvents, renewLease } from './lease-events.ts';

const concurrency = 8;
const maxAttempts = 12;
/** For one effect; below the lease of 30 s. */
const effectMs = 20_000;
/** A lease older than this is renewed before an effect begins: 5 s and 20 s still end within it. */
const freshMs = 5000;

/** What one run of the outbox needs besides the shop. */
export interface OutboxWork {
  effects: readonly Effect[];
  alerts: Alerts;
  /** Other times than the usual, for tests. */
  effectMs?: number;
  freshMs?: number;
}

/** 1 s, 2 s, 4 s … at most 10 min, with jitter so that failures do not return together. */
function backoffMs(attempts: number): number {
  return Math.min(2 ** attempts * 1000, 600_000) * (0.75 + Math.random() * 0.5);
}

/** Told before it is written: a crash between the two tells again, never not at all. */
async function bury(shop: Shop, work: OutboxWork, event: EventDoc, error: string): Promise<void> {
  await work.alerts.eventDead(shop, event, error);
  await events(shop).updateOne(
    { _id: event._id, leasedBy: event.leasedBy },
    { $set: { state: 'dead', leasedBy: null, error } },
  );
}

async function settleFailure(shop: Shop, work: OutboxWork, event: EventDoc, error: unknown): Promise<void> {
  const dead = event.attempts >= maxAttempts;
  shop.log.error({ err: error, event: event._id, attempts: event.attempts, dead }, 'effect failed');
  if (dead) return bury(shop, work, event, errorText(error));
  const dueAt = new Date(shop.clock.now().getTime() + backoffMs(event.attempts));
  await events(shop).updateOne(
    { _id: event._id, leasedBy: event.leasedBy },
    { $set: { dueAt, leasedBy: null, error: errorText(error) } },
  );
}

/** @returns whether the event was ours to the end */
async function applyAll(shop: Shop, work: OutboxWork, event: EventDoc, leasedMs: number): Promise<boolean> {
  let heldSince = leasedMs;
  for (const effect of work.effects) {
    if (effect.on !== event.type || event.applied.includes(effect.name)) continue;
    if (performance.now() - heldSince > (work.freshMs ?? freshMs)) {
      if (!(await renewLease(shop, event))) return false;
      heldSince = performance.now();
    }
    await within(work.effectMs ?? effectMs, effect.run(shop, event));
    event.applied.push(effect.name);
  }
  return true;
}

async function apply(shop: Shop, work: OutboxWork, event: EventDoc, leasedMs: number): Promise<void> {
  if (event.attempts > maxAttempts) {
    shop.log.error({ event: event._id, attempts: event.attempts }, 'event never came to an end');
    return bury(shop, work, event, event.error ?? 'its process ended each time');
  }
  const note = () =>
    events(shop).updateOne({ _id: event._id }, { $addToSet: { applied: { $each: event.applied } } });
  try {
    if (!(await applyAll(shop, work, event, leasedMs))) {
      await note();
      return;
    }
  } catch (error) {
    await note();
    return settleFailure(shop, work, event, error);
  }
  const { applied } = event;
  await events(shop).updateOne(
    { _id: event._id, leasedBy: event.leasedBy },
    { $set: { state: 'done', doneAt: shop.clock.now(), applied, leasedBy: null, error: null } },
  );
}

/**
 * Leases up to 100 due events and applies every effect that listens to them. What fails comes back later; after
 * 12 attempts, whether they failed or took the process with them, it stays as `dead` and is told to `alerts`.
 * @returns how many were leased; 0 means nothing is due
 */
export async function runDueEvents(shop: Shop, work: OutboxWork): Promise<number> {
  const leasedMs = performance.now();
  const leased = await leaseEvents(shop);
  const queue = [...leased];
  const drain = async (): Promise<void> => {
    for (let event = queue.shift(); event; event = queue.shift()) await apply(shop, work, event, leasedMs);
  };
  await Promise.all(Array.from({ length: concurrency }, drain));
  return leased.length;
}

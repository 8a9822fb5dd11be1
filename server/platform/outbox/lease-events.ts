import { randomUUID } from 'node:crypto';
import { trusted } from '../mongo/model.ts';
import type { Shop } from '../shop.ts';
import { type EventDoc, events } from './event-model.ts';

const batch = 100;
/** Longer than one effect may take, so that nobody else starts an event that is being worked on. */
const leaseMs = 30_000;
/** An event that was begun this often without an end may be what kills its process: it is then leased alone. */
const suspectAfter = 3;

type Leaseable = Pick<EventDoc, '_id' | 'attempts'>;

/** Calm events together, a suspect by itself, so that neighbours do not die of it. */
function together(found: readonly Leaseable[]): string[] {
  const [oldest] = found;
  if (oldest && oldest.attempts >= suspectAfter) return [oldest._id];
  return found.filter((event) => event.attempts < suspectAfter).map((event) => event._id);
}

/** Takes due events for this call alone; taking one counts as an attempt, whatever becomes of it. */
export async function leaseEvents(shop: Shop): Promise<EventDoc[]> {
  const now = shop.clock.now();
  const due = { state: 'due', dueAt: trusted({ $lte: now }) } as const;
  const found = await events(shop)
    .find(due)
    .sort({ dueAt: 1 })
    .limit(batch)
    .select({ _id: 1, attempts: 1 })
    .lean<Leaseable[]>();
  if (found.length === 0) return [];
  const token = randomUUID();
  const ids = trusted({ $in: together(found) });
  await events(shop).updateMany(
    { ...due, _id: ids },
    { $set: { leasedBy: token, dueAt: new Date(now.getTime() + leaseMs) }, $inc: { attempts: 1 } },
  );
  return events(shop).find({ _id: ids, leasedBy: token }).sort({ at: 1 }).lean<EventDoc[]>();
}

/**
 * Begins a leased event's lease anew, for what waited behind others.
 * @returns whether it is still ours
 */
export async function renewLease(shop: Shop, event: EventDoc): Promise<boolean> {
  const dueAt = new Date(shop.clock.now().getTime() + leaseMs);
  const renewed = await events(shop).updateOne(
    { _id: event._id, leasedBy: event.leasedBy, state: 'due' },
    { $set: { dueAt } },
  );
  return renewed.matchedCount === 1;
}

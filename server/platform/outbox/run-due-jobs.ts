import { randomUUID } from 'node:crypto';
import { trusted } from '../mongo/model.ts';
import { isDuplicateKey } from '../mongo/duplicate-key.ts';
import type { Shop } from '../shop.ts';
import { jobs } from './job-model.ts';

/** Work that returns by itself. It must be safe to run twice at once: a lease can run out under a slow run. */
export interface Recurring {
  name: string;
  everyMs(shop: Shop): number;
  run(shop: Shop): Promise<void>;
}

const leaseMs = 120_000;

/** Gives a job its document; the key makes this safe at every start of every process. */
async function schedule(shop: Shop, job: Recurring): Promise<void> {
  try {
    await jobs(shop).updateOne(
      { _id: job.name },
      { $setOnInsert: { dueAt: shop.clock.now(), leasedUntil: null, leasedBy: null, failures: 0 } },
      { upsert: true },
    );
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

async function runIfDue(shop: Shop, job: Recurring): Promise<boolean> {
  const now = shop.clock.now();
  const token = randomUUID();
  const taken = await jobs(shop).updateOne(
    {
      _id: job.name,
      dueAt: trusted({ $lte: now }),
      $or: [{ leasedUntil: null }, { leasedUntil: trusted({ $lte: now }) }],
    },
    { $set: { leasedBy: token, leasedUntil: new Date(now.getTime() + leaseMs) } },
  );
  if (taken.modifiedCount === 0) return false;
  let error: string | null = null;
  try {
    await job.run(shop);
  } catch (caught) {
    error = String(caught).slice(0, 500);
    shop.log.error({ err: caught, job: job.name }, 'job failed');
  }
  const ended = shop.clock.now();
  const dueAt = new Date(ended.getTime() + job.everyMs(shop));
  await jobs(shop).updateOne(
    { _id: job.name, leasedBy: token },
    {
      $set: { dueAt, leasedUntil: null, leasedBy: null, lastRunAt: ended, error },
      ...(error ? { $inc: { failures: 1 } } : {}),
    },
  );
  return true;
}

/**
 * Runs each recurring job that is due and not leased by another process.
 * @returns how many ran here
 */
export async function runDueJobs(shop: Shop, recurring: readonly Recurring[]): Promise<number> {
  let ran = 0;
  for (const job of recurring) {
    if (await runIfDue(shop, job)) ran += 1;
  }
  return ran;
}

export async function scheduleJobs(shop: Shop, recurring: readonly Recurring[]): Promise<void> {
  for (const job of recurring) await schedule(shop, job);
}

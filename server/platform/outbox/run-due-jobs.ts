import { randomUUID } from 'node:crypto';
import { trusted } from '../mongo/model.ts';
import { isDuplicateKey } from '../mongo/duplicate-key.ts';
import { errorText } from '../error-text.ts';
import type { Shop } from '../shop.ts';
import type { Alerts } from './alerts.ts';
import { type JobDoc, jobs } from './job-model.ts';

/** Work that returns by itself. It must be safe to run twice at once: a lease can run out under a slow run. */
export interface Recurring {
  name: string;
  everyMs(shop: Shop): number;
  run(shop: Shop): Promise<void>;
}

const leaseMs = 120_000;
/** So many failures in a row are told to a person. */
const failuresToTell = 5;

/** Gives a job its document; the key makes this safe at every start of every process. */
async function schedule(shop: Shop, job: Recurring): Promise<void> {
  try {
    await jobs(shop).updateOne(
      { _id: job.name },
      {
        $setOnInsert: {
          dueAt: shop.clock.now(),
          leasedUntil: null,
          leasedBy: null,
          failures: 0,
          failingSince: null,
        },
      },
      { upsert: true },
    );
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

/** Notes how a run ended, and tells of a job that fails again and again. */
async function settle(
  shop: Shop,
  job: Recurring,
  alerts: Alerts,
  lease: Pick<JobDoc, 'failures' | 'failingSince' | 'leasedBy'>,
  error: string | null,
): Promise<void> {
  const lastRunAt = shop.clock.now();
  const dueAt = new Date(lastRunAt.getTime() + job.everyMs(shop));
  const failures = error === null ? 0 : lease.failures + 1;
  const failingSince = error === null ? null : (lease.failingSince ?? lastRunAt);
  await jobs(shop).updateOne(
    { _id: job.name, leasedBy: lease.leasedBy },
    { $set: { dueAt, leasedUntil: null, leasedBy: null, lastRunAt, error, failures, failingSince } },
  );
  if (error === null || failingSince === null || failures < failuresToTell) return;
  await alerts.jobFailing(shop, { name: job.name, failures, failingSince, error });
}

/** @returns whether it was due, not leased by anybody, and so was run here */
export async function runIfDue(shop: Shop, job: Recurring, alerts: Alerts): Promise<boolean> {
  const now = shop.clock.now();
  const taken = await jobs(shop)
    .findOneAndUpdate(
      {
        _id: job.name,
        dueAt: trusted({ $lte: now }),
        $or: [{ leasedUntil: null }, { leasedUntil: trusted({ $lte: now }) }],
      },
      { $set: { leasedBy: randomUUID(), leasedUntil: new Date(now.getTime() + leaseMs) } },
      { returnDocument: 'after' },
    )
    .lean<JobDoc>();
  if (!taken) return false;
  let error: string | null = null;
  try {
    await job.run(shop);
  } catch (caught) {
    error = errorText(caught);
    shop.log.error({ err: caught, job: job.name }, 'job failed');
  }
  await settle(shop, job, alerts, taken, error);
  return true;
}

/**
 * Runs each recurring job that is due and not leased by another process.
 * @returns how many ran here
 */
export async function runDueJobs(
  shop: Shop,
  recurring: readonly Recurring[],
  alerts: Alerts,
): Promise<number> {
  let ran = 0;
  for (const job of recurring) {
    if (await runIfDue(shop, job, alerts)) ran += 1;
  }
  return ran;
}

export async function scheduleJobs(shop: Shop, recurring: readonly Recurring[]): Promise<void> {
  for (const job of recurring) await schedule(shop, job);
}

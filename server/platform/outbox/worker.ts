import type { Shop } from '../shop.ts';
import type { Effect } from './effect.ts';
import { runDueEvents } from './run-due-events.ts';
import { type Recurring, runDueJobs, scheduleJobs } from './run-due-jobs.ts';

const idleMs = 250;
const jobPollMs = 1000;

/** A wait that a commit in this process cuts short, so effects follow their cause at once. */
export function createAlarm(): { wake(): void; sleep(ms: number): Promise<void> } {
  let ring: (() => void) | null = null;
  let rung = false;
  return {
    wake() {
      rung = true;
      ring?.();
    },
    async sleep(ms) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          ring = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      ring = null;
      rung = false;
    },
  };
}

/**
 * Runs effects and recurring jobs until stopped; each loop survives a database that is away for a while.
 * @returns stop: ends after the work in hand
 */
export async function startWorker(
  shop: Shop,
  effects: readonly Effect[],
  recurring: readonly Recurring[],
  alarm: ReturnType<typeof createAlarm>,
): Promise<() => Promise<void>> {
  await scheduleJobs(shop, recurring);
  const state = { stopping: false };
  const jobAlarm = createAlarm();
  const loop = async (step: () => Promise<number>, sleep: () => Promise<void>): Promise<void> => {
    while (!state.stopping) {
      const worked = await step().catch((error: unknown) => {
        if (!state.stopping) shop.log.error({ err: error }, 'worker step failed');
        return 0;
      });
      if (worked === 0 && !state.stopping) await sleep();
    }
  };
  const loops = [
    loop(
      () => runDueEvents(shop, effects),
      () => alarm.sleep(idleMs),
    ),
    loop(
      () => runDueJobs(shop, recurring),
      () => jobAlarm.sleep(jobPollMs),
    ),
  ];
  return async () => {
    state.stopping = true;
    alarm.wake();
    jobAlarm.wake();
    await Promise.all(loops);
  };
}

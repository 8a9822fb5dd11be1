import type { Shop } from '../shop.ts';
import { within } from '../within.ts';
import type { Alerts } from './alerts.ts';
import type { Effect } from './effect.ts';
import { runDueEvents } from './run-due-events.ts';
import { type Recurring, runIfDue, scheduleJobs } from './run-due-jobs.ts';

const idleMs = 250;
const jobPollMs = 1000;
const stopMs = 10_000;

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

/** What a worker does: effects of events, and work that returns by itself. */
export interface WorkerDuties {
  effects: readonly Effect[];
  recurring: readonly Recurring[];
  alerts: Alerts;
  /** How long the end of the process waits for work in hand; 10 s. */
  stopMs?: number;
}

type Alarm = ReturnType<typeof createAlarm>;
interface Loop {
  alarm: Alarm;
  pauseMs: number;
  /** @returns false when there was nothing to do, so that it may rest */
  step(): Promise<boolean>;
}

/** Each job has a loop of its own: one that hangs on a network keeps no other waiting. */
function loopsOf(shop: Shop, { effects, recurring, alerts }: WorkerDuties, alarm: Alarm): Loop[] {
  const step = async (): Promise<boolean> => (await runDueEvents(shop, { effects, alerts })) > 0;
  const jobLoops = recurring.map((job) => ({
    alarm: createAlarm(),
    pauseMs: jobPollMs,
    step: () => runIfDue(shop, job, alerts),
  }));
  return [{ alarm, pauseMs: idleMs, step }, ...jobLoops];
}

/**
 * Runs effects and recurring jobs until stopped; each loop survives a database that is away for a while.
 * @returns stop: ends after the work in hand, or after 10 s without what has not ended by then
 */
export async function startWorker(
  shop: Shop,
  duties: WorkerDuties,
  alarm: Alarm,
): Promise<() => Promise<void>> {
  await scheduleJobs(shop, duties.recurring);
  const state = { stopping: false };
  const loops = loopsOf(shop, duties, alarm);
  const running = loops.map(async ({ alarm: its, pauseMs, step }) => {
    while (!state.stopping) {
      const worked = await step().catch((error: unknown) => {
        if (!state.stopping) shop.log.error({ err: error }, 'worker step failed');
        return false;
      });
      if (!worked && !state.stopping) await its.sleep(pauseMs);
    }
  });
  return async () => {
    state.stopping = true;
    for (const loop of loops) loop.alarm.wake();
    await within(duties.stopMs ?? stopMs, Promise.all(running)).catch(() =>
      shop.log.warn('work was left behind'),
    );
  };
}

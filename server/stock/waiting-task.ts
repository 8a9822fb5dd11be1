import type { Failure } from '../platform/outcome.ts';
import type { GroupEntry } from './commit-group.ts';

/** A task that was not committed within this time (ms) is answered BUSY; its key makes a repeat safe. */
export const taskDeadlineMs = 5000;

/** A task somebody waits for. */
export interface WaitingTask extends GroupEntry {
  /** By performance.now(). */
  arrivedAt: number;
  settle(outcome: { ok: true; value: unknown } | Failure): void;
  reject(error: unknown): void;
}

export function isLate(task: WaitingTask): boolean {
  return performance.now() - task.arrivedAt > taskDeadlineMs;
}

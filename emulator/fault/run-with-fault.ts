import { setTimeout as sleep } from 'node:timers/promises';
import { callActions } from './fault-actions.ts';
import type { CallFault } from './fault-rule.ts';

/**
 * Does a call's work as the fault allows. Undefined: no answer is to be given, the connection breaks.
 * `systemError` is the answer in the words of the call's interface.
 */
export async function runWithFault<Answer>(
  fault: CallFault | undefined,
  work: () => Answer,
  systemError: () => Answer,
): Promise<Answer | undefined> {
  if (fault === undefined) return work();
  const action = callActions[fault.action];
  const own = action.work === 'after' ? work() : undefined;
  if (fault.ms !== undefined) await sleep(fault.ms, undefined, { ref: false });
  if (action.answer === 'none') return undefined;
  return action.answer === 'own' ? own : systemError();
}

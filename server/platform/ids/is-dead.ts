import { errorCode } from '../error-code.ts';
import { machine } from './machine.ts';
import type { ProcessDoc } from './process-model.ts';

/** A process of this very machine that no longer runs cannot renew: its slot is free at once, not in 15 s. */
export function isDead(slot: Pick<ProcessDoc, 'machine' | 'pid'>): boolean {
  if (slot.machine === null || slot.machine !== machine()) return false;
  try {
    process.kill(slot.pid, 0);
    return false;
  } catch (error) {
    return errorCode(error) === 'ESRCH';
  }
}

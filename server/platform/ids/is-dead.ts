import { hostname } from 'node:os';
import { errorCode } from '../error-code.ts';
import type { ProcessDoc } from './process-model.ts';

/** A process of this machine that no longer runs cannot renew: its slot is free at once, not in 15 s. */
export function isDead(slot: ProcessDoc): boolean {
  if (slot.host !== hostname()) return false;
  try {
    process.kill(slot.pid, 0);
    return false;
  } catch (error) {
    return errorCode(error) === 'ESRCH';
  }
}

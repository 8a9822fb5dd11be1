import type { TimeSource } from '../../emulator/clock.ts';
import type { Clock } from '../../server/platform/clock.ts';

export interface TestClock extends Clock {
  /** Moves everybody's time forward. */
  advance(ms: number): void;
  /** The same time for the emulator. */
  source: TimeSource;
}

/** Real time plus what the test added: signatures stay within WeChat's window, waiting costs nothing. */
export function testClock(): TestClock {
  let offset = 0;
  return {
    now: () => new Date(Date.now() + offset),
    advance(ms) {
      offset += ms;
    },
    source: { now: () => Date.now() + offset },
  };
}

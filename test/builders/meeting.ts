import type { Points } from '../../server/platform/point.ts';

export interface Meeting {
  points: Points;
  /** From now on callers wait at the named step until so many have come, or 400 ms passed. */
  expect(name: string, callers: number): void;
  /** How many came since `expect`. */
  arrived(): number;
}

/**
 * Makes calls that only seldom overlap overlap every time: each waits at a named step until the others are there.
 * Where correct code never lets two of them get that far, patience ends the wait.
 */
export function meeting(): Meeting {
  let place = '';
  let wanted = 0;
  let came = 0;
  let open: (() => void) | null = null;
  let gate: Promise<void> = Promise.resolve();
  return {
    async points(name) {
      if (name !== place || came >= wanted) return;
      came += 1;
      if (came >= wanted) open?.();
      const patience = new Promise((resolve) => setTimeout(resolve, 400));
      await Promise.race([gate, patience]);
    },
    expect(name, callers) {
      place = name;
      wanted = callers;
      came = 0;
      gate = new Promise((resolve) => {
        open = resolve;
      });
    },
    arrived: () => came,
  };
}

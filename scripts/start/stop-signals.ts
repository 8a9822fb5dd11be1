import { setInterval } from 'node:timers';

/**
 * Calls `onStop` at the first wish to stop, `onForce` at a second one. Ctrl-C under npm arrives twice at once (from
 * the terminal and passed on by npm), so a wish within a second of the first is the same one.
 */
export function onStopSignals(onStop: (why: string) => void, onForce: () => void): void {
  let firstAt = 0;
  const wish = (why: string) => {
    const now = Date.now();
    if (firstAt === 0) {
      firstAt = now;
      onStop(why);
    } else if (now - firstAt > 1_000) onForce();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => wish(signal));
  watchNpm(() => {
    if (firstAt === 0) wish('npm is gone');
  });
}

/** Under npm the person's handle on us is npm: when it is killed, its pid is no longer our parent's. */
function watchNpm(onGone: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) onGone();
  }, 500).unref();
}

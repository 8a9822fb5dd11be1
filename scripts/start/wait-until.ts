import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../mongo/start-error.ts';
import type { Child } from './start-child.ts';

/**
 * Asks `isReady` over and over until it answers something; an error means "not yet".
 * @throws {StartError} with the child's last lines when it died meanwhile or is not ready in time
 */
export async function waitUntil<T>(
  child: Child,
  isReady: () => Promise<T | undefined>,
  timeoutMs: number,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (child.hasEnded()) throw childError(child, await child.exited);
    const ready = await isReady().catch(() => undefined);
    if (ready !== undefined) return ready;
    await sleep(50);
  }
  throw childError(child, `is not ready after ${timeoutMs / 1000} s`);
}

/** "The shop server ended with exit code 1", its last lines, and where to read more. */
export function childError(child: Child, what: string): StartError {
  const lines = child.tail().map((line) => `  ${line.slice(0, 500)}`);
  const said = lines.length > 0 ? ['Its last lines:', ...lines] : ['It said nothing.'];
  return new StartError([`The ${child.name} ${what}.`, ...said, `All of it: ${child.logFile}`].join('\n'));
}

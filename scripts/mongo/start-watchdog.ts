import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const WATCHDOG = fileURLToPath(new URL('watchdog.mjs', import.meta.url));

type Options = {
  pid: number;
  /** How long others may still use the database after the starter's death, ms. */
  graceMs: number;
  removeDir?: string | undefined;
};

/**
 * Makes sure that mongod ends when this process dies, however it dies.
 * @returns to be called once mongod has ended: the watchdog then goes without touching a pid that may be another's
 */
export function startWatchdog({ pid, graceMs, removeDir }: Options): () => void {
  const args = [WATCHDOG, String(pid), String(graceMs), ...(removeDir ? [removeDir] : [])];
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    windowsHide: true,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  child.unref();
  child.stdin.on('error', () => {});
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return () => child.stdin.end('done');
}

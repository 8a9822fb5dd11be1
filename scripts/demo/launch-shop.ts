import { spawn } from 'node:child_process';
import { platform } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { StartError } from '../mongo/start-error.ts';
import { readRunningShop, type RunningShop } from '../start/running-file.ts';

const START = fileURLToPath(new URL('../start.mjs', import.meta.url));
const END_WITH_STARTER = new URL('../start/end-with-starter.mjs', import.meta.url).href;

/** A first start may download MongoDB and composes the catalogue's pictures. */
const READY_MS = 600_000;
/** The starter gives the server 15 s for its drain and MongoDB 10 s. */
const STOP_MS = 40_000;

const NOT_STARTED =
  'The shop could not be started; see above. To buy in one that runs elsewhere set SHOP_URL and EMULATOR_URL.';

export interface LaunchedShop {
  ready: Promise<RunningShop>;
  stop(): Promise<void>;
}

/**
 * Starts the shop just as `npm start` does, telling of its progress in this terminal. It has a process group of its
 * own, so that Ctrl-C reaches only the demo, which then stops it; where the demo is killed, the shop ends itself.
 */
export function launchShop(env: NodeJS.ProcessEnv, dataDir: string): LaunchedShop {
  const child = spawn(process.execPath, ['--import', END_WITH_STARTER, START], {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: platform() !== 'win32',
    windowsHide: true,
  });
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  return {
    ready: untilReady(dataDir, child.pid, hasEnded),
    async stop() {
      if (!hasEnded()) child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** The starter writes running.json when everything answers. */
async function untilReady(
  dataDir: string,
  pid: number | undefined,
  hasEnded: () => boolean,
): Promise<RunningShop> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    if (hasEnded()) throw new StartError(NOT_STARTED);
    const running = await readRunningShop(dataDir);
    if (running?.pid === pid && running) return running;
    await sleep(100);
  }
  throw new StartError(`The shop is not ready after ${READY_MS / 60_000} minutes.`);
}

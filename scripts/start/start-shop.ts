import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../mongo/start-error.ts';
import { bringUp } from './bring-up.ts';
import { paint, say } from './progress.ts';
import { readRunningShop } from './running-file.ts';
import { onStopSignals } from './stop-signals.ts';
import { stopStack } from './stop-stack.ts';

/** How long a step that is under way may take to notice that everything stops. */
const UNWIND_MS = 10_000;

/**
 * `npm start`: MongoDB, WeChat's emulated side, the demo catalogue and the shop, until Ctrl-C or until one of them
 * dies. Ends the process: 0 after a wished stop, 1 when something failed, 130 when the stop was forced.
 */
export async function startShop(env: NodeJS.ProcessEnv): Promise<void> {
  const stack = stopStack();
  let up: Promise<void> = Promise.resolve();
  const finish = async (code: number) => {
    await stack.stopAll();
    await Promise.race([up.catch(() => undefined), sleep(UNWIND_MS)]);
    await stack.stopAll();
    process.exit(code);
  };
  const fail = (error: unknown) => {
    if (stack.isStopping()) return;
    say(`\n${paint('red', error instanceof StartError ? error.message : inspect(error))}\n`);
    void finish(1);
  };
  process.stdout.on('error', () => {});
  onStopSignals(
    () => {
      if (stack.isStopping()) return;
      say('\n  Stopping …');
      void finish(0);
    },
    () => {
      stack.killAll();
      process.exit(130);
    },
  );
  say(`\n  ${paint('bold', '小铺 xiaopu')}\n`);
  try {
    await refuseSecondStart(resolve(env['DATA_DIR'] || '.data'));
    up = bringUp(env, stack, fail);
    await up;
  } catch (error) {
    fail(error);
  }
}

async function refuseSecondStart(dataDir: string): Promise<void> {
  const running = await readRunningShop(dataDir);
  if (!running) return;
  throw new StartError(
    `The shop is running already: ${running.shopUrl} (process ${running.pid}). ` +
      'Stop it first, or set DATA_DIR, PORT and EMULATOR_PORT for a second one.',
  );
}

function inspect(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

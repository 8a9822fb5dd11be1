import { StartError } from '../mongo/start-error.ts';
import { paint, say } from '../start/progress.ts';
import { onStopSignals } from '../start/stop-signals.ts';
import { openShop, type ShopDoor } from './open-shop.ts';
import { runDemo } from './run-demo.ts';
import { yuan } from './yuan.ts';

const INTERRUPTED = 130;

/**
 * `npm run demo`: a whole purchase, step by step. Ends the process: 0 only where everything was as it should be, 1
 * otherwise, 130 after Ctrl-C. A shop it started is stopped again; one that ran stays.
 */
export async function demo(env: NodeJS.ProcessEnv): Promise<void> {
  // A terminal that was closed must not keep us from stopping what was started.
  process.stdout.on('error', () => {});
  let door: ShopDoor | undefined;
  let finished: Promise<never> | undefined;
  const finish = (code: number): Promise<never> =>
    (finished ??= (async () => {
      await door?.close();
      process.exit(code);
    })());
  onStopSignals(
    () => void finish(INTERRUPTED),
    // A shop we started notices that we are gone, and ends.
    () => process.exit(INTERRUPTED),
  );
  let code = 1;
  try {
    say(`\n  ${paint('bold', '小铺 xiaopu')} · demo purchase`);
    door = openShop(env);
    code = (await buyIn(door)) ? 0 : 1;
  } catch (error) {
    if (!finished) say(`\n${paint('red', told(error))}\n`);
  }
  await finish(code);
}

async function buyIn(door: ShopDoor): Promise<boolean> {
  const { shopUrl, emulatorUrl, origin } = await door.open;
  say(`  ${paint('gray', `${shopUrl} (${origin}) · WeChat emulator ${emulatorUrl}`)}\n`);
  const startedAt = performance.now();
  const result = await runDemo({ shopUrl, emulatorUrl, print: say });
  const took = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  if (result.ok) {
    const { orderNo, payableFen } = result;
    say(
      `\n  ${paint('green', '✓')} Order ${orderNo}: ${yuan(payableFen)} paid, everything checked, ${took}\n`,
    );
  } else {
    say(`\n  ${paint('red', '✗')} The purchase failed at "${result.step}": ${result.code}\n`);
  }
  return result.ok;
}

function told(error: unknown): string {
  if (error instanceof StartError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

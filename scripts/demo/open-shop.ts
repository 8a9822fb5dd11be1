import { resolve } from 'node:path';
import { StartError } from '../mongo/start-error.ts';
import { readRunningShop } from '../start/running-file.ts';
import { launchShop } from './launch-shop.ts';

export interface OpenShop {
  shopUrl: string;
  emulatorUrl: string;
  /** How the shop was come by, for the headline. */
  origin: string;
}

export interface ShopDoor {
  open: Promise<OpenShop>;
  /** Ends what was started here and nothing else; settles when it has ended. Calling it again is harmless. */
  close(): Promise<void>;
}

/**
 * The shop to buy in: the one SHOP_URL and EMULATOR_URL name, else the one `npm start` runs on this data directory,
 * else one started now. `close` may be called while it still starts.
 */
export function openShop(env: NodeJS.ProcessEnv): ShopDoor {
  let closing = false;
  let launched: ReturnType<typeof launchShop> | undefined;
  const open = async (): Promise<OpenShop> => {
    const named = namedShop(env);
    if (named) return named;
    const dataDir = resolve(env['DATA_DIR']?.trim() || '.data');
    const running = await readRunningShop(dataDir);
    if (running) return { ...running, origin: `running, process ${running.pid}` };
    if (closing) throw new StartError('Stopped.');
    launched = launchShop(env, dataDir);
    return { ...(await launched.ready), origin: 'started for this demo' };
  };
  return {
    open: open(),
    async close() {
      closing = true;
      await launched?.stop();
    },
  };
}

/** One of the two addresses suffices where the other is the usual one. */
function namedShop(env: NodeJS.ProcessEnv): OpenShop | undefined {
  const shop = addressIn(env, 'SHOP_URL');
  const emulator = addressIn(env, 'EMULATOR_URL');
  if (!shop && !emulator) return undefined;
  const shopUrl = shop ?? `http://localhost:${env['PORT']?.trim() || 3000}`;
  const emulatorUrl = emulator ?? `http://localhost:${env['EMULATOR_PORT']?.trim() || 3010}`;
  return { shopUrl, emulatorUrl, origin: 'named by SHOP_URL and EMULATOR_URL' };
}

function addressIn(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const text = env[name]?.trim();
  if (!text) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new StartError(`${name} is not an address such as http://localhost:3000: ${text}`);
  }
  return url.origin;
}

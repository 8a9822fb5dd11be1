import { createServer, type Server } from 'node:http';
import { WechatClock, type TimeSource } from './clock.ts';
import { emulatorApp } from './emulator-app.ts';
import { FaultTable } from './fault/fault-table.ts';
import { createCredentials, type Credentials } from './merchant/credentials.ts';
import { Merchant, type MerchantConfig } from './merchant/merchant.ts';
import { AccessTokens } from './mini/access-tokens.ts';
import { LoginCodes } from './mini/login-codes.ts';
import { NoticeDesk } from './notice/notice-desk.ts';
import { OrderBook } from './order/order-book.ts';
import { defaultSettings, type Settings } from './settings.ts';
import type { SavedState } from './store/saved-state.ts';
import { StateFile } from './store/state-file.ts';
import { NonceRegister } from './v3/nonce-register.ts';
import type { World } from './world.ts';

export interface EmulatorOptions {
  /** 0: any free port. */
  port: number;
  /** Where the state is kept between starts; left out: in memory only. */
  dataFile?: string;
  clock?: TimeSource;
  /** Pace of the notification schedule: 60 makes a minute's wait a second's. */
  scale?: number;
  /** The merchant of a first start; a saved one wins, left out: a new one. Making one takes a while: tests share. */
  credentials?: Credentials;
  settings?: Partial<Settings>;
  /** How long a merchant may take to answer a notice, milliseconds. WeChat waits 5 s. */
  notifyTimeoutMs?: number;
  /** How much is remembered before the oldest is forgotten. */
  limits?: { orders?: number; notices?: number; shoppers?: number };
}

export interface Emulator {
  url: string;
  config: MerchantConfig;
  /** Stops listening and delivering; saves where there is a file. */
  close(): Promise<void>;
}

/** Starts WeChat's side on 127.0.0.1. Rejects where the port is taken or the saved state cannot be read. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const file = options.dataFile === undefined ? undefined : new StateFile(options.dataFile);
  const saved = await file?.load();
  const credentials = saved?.credentials ?? options.credentials ?? (await createCredentials());
  const world = openWorld(options, credentials, saved, () => file?.touch());

  const handle = emulatorApp(world).callback();
  const server = createServer((request, response) => void handle(request, response));
  const port = await listen(server, options.port);
  // Only now: a start that fails must leave the file to the emulator that is running.
  file?.keep(() => snapshot(world));
  world.notices.wake();

  return {
    url: `http://127.0.0.1:${port}`,
    config: world.merchant.config(),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, world.notices.close()]);
      await file?.flush();
    },
  };
}

function openWorld(
  options: EmulatorOptions,
  credentials: Credentials,
  saved: SavedState | undefined,
  changed: () => void,
): World {
  const clock = new WechatClock(options.clock);
  clock.scale = options.scale ?? 1;
  const merchant = new Merchant(credentials);
  const settings: Settings = { ...defaultSettings, ...options.settings };
  const faults = new FaultTable();
  const {
    orders: ordersKept = 10_000,
    notices: noticesKept = 10_000,
    shoppers = 10_000,
  } = options.limits ?? {};
  const orders = new OrderBook(ordersKept, () => clock.now());
  for (const order of saved?.orders ?? []) orders.put(order);
  const timeoutMs = options.notifyTimeoutMs ?? 5_000;
  return {
    clock,
    merchant,
    settings,
    orders,
    faults,
    changed,
    notices: new NoticeDesk(
      { clock, merchant, faults, settings, timeoutMs, limit: noticesKept, changed },
      saved?.notices,
    ),
    logins: new LoginCodes(saved?.openids ?? [], shoppers),
    tokens: new AccessTokens(),
    // Twice the window: a timestamp may lie as far ahead as behind.
    nonces: new NonceRegister(600_000),
  };
}

function snapshot(world: World): SavedState {
  return {
    version: 1,
    credentials: world.merchant.credentials,
    openids: world.logins.openids(),
    orders: world.orders.all(),
    notices: world.notices.all(),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

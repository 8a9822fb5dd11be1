import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/start-emulator.ts';
import { createApp } from '../../server/app.ts';
import { outboxAlerts } from '../../server/incident/outbox-alerts.ts';
import { readConfig } from '../../server/platform/config.ts';
import { openShop } from '../../server/platform/open-shop.ts';
import { runDueEvents } from '../../server/platform/outbox/run-due-events.ts';
import { runDueJobs, scheduleJobs } from '../../server/platform/outbox/run-due-jobs.ts';
import type { Points } from '../../server/platform/point.ts';
import type { Shop } from '../../server/platform/shop.ts';
import { effects, recurring } from '../../server/rooms.ts';
import { ensureFirstStaff } from '../../server/staff/ensure-first-staff.ts';
import { type ApiCall, type ApiAnswer, callApi } from '../builders/call-api.ts';
import { type TestClock, testClock } from '../builders/test-clock.ts';

export interface TestShopOptions {
  /** From `testDatabaseUri(name)`. */
  mongodbUri: string;
  payApi?: 'v2' | 'v3';
  env?: Record<string, string>;
  points?: Points;
  emulator?: Partial<EmulatorOptions>;
}

export interface TestShop {
  shop: Shop;
  url: string;
  emulator: Emulator;
  clock: TestClock;
  call(method: string, path: string, call?: ApiCall): Promise<ApiAnswer>;
  /** A call to the emulator's own controls. */
  control(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  /** Signs in a shopper (a new one without an openid). */
  signIn(openid?: string): Promise<{ token: string; memberId: string; openid: string }>;
  /** Runs effects until none is due. */
  settle(): Promise<void>;
  /** Runs the recurring jobs that are due by the test's clock. */
  runJobs(): Promise<void>;
  close(): Promise<void>;
}

/** What a merchant enters after registering with WeChat; here the emulator is WeChat. */
export function wechatEnvironment({ url, config }: Emulator): Record<string, string> {
  const keys = Object.fromEntries(config.platformKeys.map(({ id, publicKeyPem }) => [id, publicKeyPem]));
  return {
    WECHAT_APP_ID: config.appId,
    WECHAT_APP_SECRET: config.appSecret,
    WECHAT_MCH_ID: config.mchId,
    WECHAT_PAY_V2_KEY: config.v2Key,
    WECHAT_PAY_V3_KEY: config.v3Key,
    WECHAT_PAY_MCH_SERIAL: config.mchSerial,
    WECHAT_PAY_MCH_PRIVATE_KEY: config.mchPrivateKeyPem,
    WECHAT_PAY_PLATFORM_KEYS: JSON.stringify(keys),
    WECHAT_PAY_BASE_URL: url,
    WECHAT_API_BASE_URL: url,
  };
}

/** Tests sign in and order far more often than one address may. */
const manyCalls = {
  LIMIT_SIGN_INS_PER_ADDRESS: '1000000',
  LIMIT_ORDERS_PER_ADDRESS: '1000000',
  LIMIT_ORDERS_PER_MEMBER: '1000000',
  LIMIT_PAYMENTS_PER_MEMBER: '1000000',
};

async function signIn(
  call: TestShop['call'],
  control: TestShop['control'],
  openid?: string,
): ReturnType<TestShop['signIn']> {
  const code = await control('POST', '/emulator/codes', openid ? { openid } : {});
  const session = await call('POST', '/api/sessions', { body: { code: code.json['code'] } });
  if (session.status !== 201) throw new Error(`Sign-in: ${session.text}`);
  const user = session.json['user'] as { memberId: string };
  return {
    token: String(session.json['token']),
    memberId: user.memberId,
    openid: String(code.json['openid']),
  };
}

/** The whole shop in this process: real HTTP, real MongoDB, the real emulator, a clock the test moves. */
export async function startTestShop(options: TestShopOptions): Promise<TestShop> {
  const clock = testClock();
  const emulator = await startEmulator({ port: 0, clock: clock.source, ...options.emulator });
  const server = createServer((request, response) => handle(request, response));
  let handle: (...args: Parameters<ReturnType<ReturnType<typeof createApp>['callback']>>) => unknown = () => {
    throw new Error('not ready');
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = readConfig({
    NODE_ENV: 'test',
    MONGODB_URI: options.mongodbUri,
    PUBLIC_URL: url,
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    ADMIN_PASSWORD: 'test-password',
    WECHAT_PAY_API: options.payApi ?? 'v3',
    ...manyCalls,
    ...wechatEnvironment(emulator),
    ...options.env,
  });
  const { shop, close } = await openShop(config, {
    clock,
    ...(options.points ? { points: options.points } : {}),
  });
  handle = createApp(shop).callback();
  await ensureFirstStaff(shop);
  await scheduleJobs(shop, recurring);
  const call: TestShop['call'] = (method, path, about) => callApi(url + path, method, about);
  const control: TestShop['control'] = (method, path, body) =>
    callApi(emulator.url + path, method, body === undefined ? {} : { body });
  return {
    shop,
    url,
    emulator,
    clock,
    call,
    control,
    signIn: (openid) => signIn(call, control, openid),
    async settle() {
      while ((await runDueEvents(shop, { effects, alerts: outboxAlerts })) > 0);
    },
    async runJobs() {
      await runDueJobs(shop, recurring, outboxAlerts);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await close();
      await emulator.close();
    },
  };
}

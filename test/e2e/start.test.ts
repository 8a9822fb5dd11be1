import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { mongo } from 'mongoose';
import { readRunningShop, type RunningShop } from '../../scripts/start/running-file.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));
const mongodbUri = testDatabaseUri('start');
let dataDir: string;
let starter: ChildProcess | undefined;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'xiaopu-start-'));
  // A shop with goods of its own is not filled with the demo's: that takes long, and has a test of its own.
  const client = new mongo.MongoClient(mongodbUri);
  await client.db().collection('products').insertOne({ code: 'own-goods' });
  await client.close();
});
afterAll(async () => {
  starter?.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
});

type Started = { process: ChildProcess; shop: RunningShop; said: () => string; ended: Promise<unknown[]> };

async function start(): Promise<Started> {
  const env = { ...process.env, NODE_OPTIONS: '', DATA_DIR: dataDir, MONGODB_URI: mongodbUri };
  const ports = { PORT: '0', EMULATOR_PORT: '0', ADMIN_PASSWORD: '', PUBLIC_URL: '' };
  const child = spawn(process.execPath, [SCRIPT], {
    env: { ...env, ...ports },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  starter = child;
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'exit');
  while (child.exitCode === null) {
    const shop = await readRunningShop(dataDir);
    if (shop && shop.pid === child.pid && said.includes('Ctrl-C'))
      return { process: child, shop, said: () => said, ended };
    await sleep(100);
  }
  throw new Error(`npm start ended:\n${said}`);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function allEndWithin(pids: number[], ms: number): Promise<void> {
  const startedAt = Date.now();
  while (pids.some(isAlive) && Date.now() - startedAt < ms + 1_000) await sleep(50);
  expect(pids.filter(isAlive)).toEqual([]);
  expect(Date.now() - startedAt).toBeLessThan(ms);
}

test('npm start serves the shop, stops in order, keeps its data, and leaves nobody behind', async () => {
  const first = await start();
  expect((await fetch(`${first.shop.shopUrl}/readyz`)).status).toBe(200);
  expect((await fetch(`${first.shop.emulatorUrl}/emulator/config`)).status).toBe(200);
  expect(first.said()).toContain('Products in the catalogue: 1 ');
  const secrets = await readFile(join(dataDir, 'secrets.json'), 'utf8');
  const password = /admin\s+(\S+)/.exec(first.said())?.[1] ?? '';
  expect(password).toMatch(/^\w{4}-\w{4}-\w{4}$/);
  expect(secrets).not.toContain(password);

  const { server = 0, emulator = 0 } = first.shop.pids;
  first.process.kill('SIGTERM');
  expect(await first.ended).toEqual([0, null]);
  expect([server, emulator].filter(isAlive)).toEqual([]);
  expect(await readRunningShop(dataDir)).toBeUndefined();

  const second = await start();
  expect(second.said()).not.toContain('Staff sign-in');
  expect(await readFile(join(dataDir, 'secrets.json'), 'utf8')).toBe(secrets);
  second.process.kill('SIGKILL');
  await allEndWithin([second.shop.pids['server'] ?? 0, second.shop.pids['emulator'] ?? 0], 5_000);
}, 120_000);

test('a part that dies takes the rest down, with its last lines and exit code 1', async () => {
  const { process: child, shop, said, ended } = await start();
  process.kill(shop.pids['emulator'] ?? 0, 'SIGKILL');
  expect(await ended).toEqual([1, null]);
  expect(said()).toContain('The WeChat emulator ended by SIGKILL');
  expect(isAlive(shop.pids['server'] ?? 0)).toBe(false);
  expect(child.exitCode).toBe(1);
}, 120_000);

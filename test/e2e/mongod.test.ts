import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { mongo } from 'mongoose';
import { startMongod } from '../../scripts/mongo/start-mongod.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'xiaopu-mongod-test-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }));

async function using<T>(uri: string, work: (rows: mongo.Collection) => Promise<T>): Promise<T> {
  const client = new mongo.MongoClient(uri);
  try {
    return await work(client.db('kept').collection('rows'));
  } finally {
    await client.close();
  }
}

test('data is kept over starts on other ports, with a majority acknowledging each write', async () => {
  const ports: number[] = [];
  for (let start = 0; start < 2; start++) {
    const mongod = await startMongod({ dataDir });
    ports.push(mongod.port);
    const count = await using(mongod.uri, async (rows) => {
      await rows.insertOne({ start }, { writeConcern: { w: 'majority', journal: true } });
      return rows.countDocuments();
    });
    await mongod.stop();
    await mongod.stop();
    expect(count).toBe(start + 1);
  }
  expect(new Set(ports).size).toBe(2);
});

test('transactions end after 10 s, so a dead process cannot hold stock for a minute', async () => {
  const mongod = await startMongod({ dataDir });
  const name = 'transactionLifetimeLimitSeconds';
  const client = new mongo.MongoClient(mongod.uri);
  const answer = await client.db('admin').command({ getParameter: 1, [name]: 1 });
  await client.close();
  await mongod.stop();
  expect(answer[name]).toBe(10);
});

test('a fixed port that is taken is an error at once', async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const startedAt = Date.now();
  await expect(startMongod({ dataDir, port })).rejects.toThrow(`Port ${port} (MONGODB_PORT) is taken`);
  expect(Date.now() - startedAt).toBeLessThan(2_000);
  server.close();
});

test('a data directory with a live mongod is an error, and that mongod lives on', async () => {
  const mongod = await startMongod({ dataDir });
  await expect(startMongod({ dataDir, lockWaitMs: 0 })).rejects.toThrow('A running mongod already uses');
  expect(await using(mongod.uri, (rows) => rows.countDocuments())).toBe(0);
  await mongod.stop();
});

test('mongod ends within 5 s of its starter being killed, and its data opens again', async () => {
  const script = fileURLToPath(new URL('hold-mongod.ts', import.meta.url));
  const starter = fork(script, [dataDir], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const [held] = (await once(starter, 'message')) as [{ pid: number; port: number }];
  const uri = `mongodb://127.0.0.1:${held.port}/?replicaSet=rs0`;
  await using(uri, (rows) =>
    rows.insertOne({ kept: true }, { writeConcern: { w: 'majority', journal: true } }),
  );
  const killedAt = Date.now();
  starter.kill('SIGKILL');
  while (await answers(held.port)) await sleep(50);
  expect(Date.now() - killedAt).toBeLessThan(5_000);
  const again = await startMongod({ dataDir });
  expect(await using(again.uri, (rows) => rows.countDocuments())).toBe(1);
  await again.stop();
});

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

import { once } from 'node:events';
import { connect } from 'node:net';
import { callApi } from '../builders/call-api.ts';
import { eventually } from '../builders/eventually.ts';
import { type ServerProcess, serverProcess } from '../builders/server-process.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const settings = {
  MONGODB_URI: testDatabaseUri('platform-stop'),
  ADMIN_PASSWORD: 'test-password',
  LOG_LEVEL: 'silent',
  WECHAT_APP_ID: 'wx0000000000000000',
  WECHAT_APP_SECRET: 'unused',
  WECHAT_MCH_ID: '1900000000',
  WECHAT_PAY_API: 'v2',
  WECHAT_PAY_V2_KEY: '0'.repeat(32),
};
const started: ServerProcess[] = [];
async function start(more: Record<string, string>): Promise<ServerProcess> {
  const server = await serverProcess({ ...settings, ...more });
  started.push(server);
  return server;
}
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
});

test('a process told to stop says so at once, answers for its grace, and ends in order', async () => {
  const server = await start({ DRAIN_GRACE_MS: '1500' });
  const status = async (path: string): Promise<number> => (await callApi(server.url + path, 'GET')).status;
  expect(await status('/readyz')).toBe(200);
  const begun = performance.now();
  const ended = server.stop();
  expect(
    await eventually(
      () => status('/readyz'),
      (one) => one === 503,
    ),
  ).toBe(503);
  expect(performance.now() - begun).toBeLessThan(1000);
  expect([await status('/healthz'), await status('/api/categories')]).toEqual([200, 200]);
  expect(await ended).toBe(0);
  expect(performance.now() - begun).toBeGreaterThan(1400);
});

test('a client that never ends its request is cut off, and the process ends well within 15 s', async () => {
  const server = await start({});
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(
    'POST /api/sessions HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{',
  );
  await callApi(`${server.url}/healthz`, 'GET');
  const begun = performance.now();
  expect(await server.stop()).toBe(0);
  expect(performance.now() - begun).toBeLessThan(15_000);
  socket.destroy();
});

test('a worker says when it is ready, and ends in order', async () => {
  const worker = await start({ ROLE: 'worker' });
  expect(worker.url).toBe('');
  expect(await worker.stop()).toBe(0);
});

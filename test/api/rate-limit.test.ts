import { problemOf } from '../builders/route-calls.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('rate-limit');
let at: TestShop;
beforeAll(async () => {
  const env = { LIMIT_SIGN_INS_PER_ADDRESS: '2', LIMIT_ORDERS_PER_MEMBER: '1', TRUST_PROXY: '1' };
  at = await startTestShop({ mongodbUri, env });
});
afterAll(() => at.close());

test('one address too many: 429 with the seconds to wait; another address goes on', async () => {
  const tryFrom = (address: string) =>
    at.call('POST', '/api/sessions', {
      body: { code: 'nobodys' },
      headers: { 'X-Forwarded-For': address },
    });
  const statuses = [await tryFrom('192.0.2.1'), await tryFrom('192.0.2.1')].map(({ status }) => status);
  expect(statuses).toEqual([401, 401]);
  const refused = await tryFrom('192.0.2.1');
  expect(problemOf(refused)).toMatchObject({ status: 429, code: 'TOO_MANY_REQUESTS' });
  const seconds = Number(refused.headers.get('Retry-After'));
  expect(Number.isInteger(seconds) && seconds >= 1 && seconds <= 60).toBe(true);
  expect((await tryFrom('192.0.2.2')).status).toBe(401);
});

test('a limit of members counts each by itself, and does not touch other calls', async () => {
  const tokens = [(await at.signIn()).token, (await at.signIn()).token];
  const order = (token: string | undefined) =>
    at.call('POST', '/api/orders', {
      ...(token ? { token } : {}),
      body: { lines: [{ skuId: 'none', quantity: 1 }], addressId: 'none' },
      headers: { 'Idempotency-Key': 'k' },
    });
  const [first, second] = [await order(tokens[0]), await order(tokens[0])];
  expect([first.status, second.status]).toEqual([422, 429]);
  expect(second.headers.get('Retry-After')).toMatch(/^\d+$/);
  expect((await order(tokens[1])).status).toBe(422);
  expect((await at.call('GET', '/api/cart', { token: tokens[0] ?? '' })).status).toBe(200);
});

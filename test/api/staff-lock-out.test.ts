import { signIn } from '../../server/staff/sign-in.ts';
import { ownerPassword, tryStaffSignIn } from '../builders/staff-desk.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('staff-lock-out');
const minuteMs = 60 * 1000;
let at: TestShop;
beforeAll(async () => {
  at = await startTestShop({ mongodbUri });
});
// Each test begins in a window of its own.
beforeEach(() => at.clock.advance(16 * minuteMs));
afterAll(() => at.close());

async function slip(times: number, username = 'admin'): Promise<void> {
  for (let slips = 0; slips < times; slips += 1) expect(await status(username, 'wrong')).toBe(401);
}
async function status(username?: string, password?: string): Promise<number> {
  return (await tryStaffSignIn(at, username, password)).status;
}

test('after 10 failures even the right password waits, until 15 minutes after the first', async () => {
  await slip(1);
  at.clock.advance(5 * minuteMs);
  await slip(9);
  const locked = await tryStaffSignIn(at);
  expect(locked.status).toBe(429);
  expect(locked.json).toMatchObject({ code: 'TOO_MANY_REQUESTS', detail: '登录失败次数过多，请稍后再试' });
  const seconds = Number(locked.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(540);
  expect(seconds).toBeLessThanOrEqual(600);
  at.clock.advance((seconds - 60) * 1000);
  expect(await status()).toBe(429);
  at.clock.advance(60 * 1000);
  expect(await status()).toBe(201);
});

test('a name nobody has is locked like any other', async () => {
  await slip(10, 'nobody');
  expect(await status('nobody', 'wrong')).toBe(429);
});

test('upper case is no way around', async () => {
  await slip(5, 'admin');
  await slip(5, 'Admin');
  expect(await status('ADMIN')).toBe(429);
});

test('a lock of one name is not a lock of another', async () => {
  await slip(10, 'somebody');
  expect(await status('somebody')).toBe(429);
  expect(await status()).toBe(201);
});

test('a good sign-in forgives the slips before it', async () => {
  await slip(9);
  expect(await status()).toBe(201);
  await slip(9);
  expect(await status()).toBe(201);
});

test('guesses sent all at once are not all looked at', async () => {
  const statuses = await Promise.all(Array.from({ length: 30 }, () => status('admin', 'wrong')));
  expect(statuses.filter((one) => one === 401)).toHaveLength(10);
  expect(statuses.filter((one) => one === 429)).toHaveLength(20);
});

test('one name tried from many addresses is locked after 50', async () => {
  const outcomes = [];
  for (let host = 1; host <= 51; host += 1) {
    const outcome = await signIn(at.shop, { username: 'admin', password: 'wrong' }, `198.51.100.${host}`);
    outcomes.push(outcome.ok ? 'in' : outcome.code);
  }
  expect(outcomes.slice(0, 50)).toEqual(Array.from({ length: 50 }, () => 'CREDENTIALS_WRONG'));
  expect(outcomes[50]).toBe('TOO_MANY_REQUESTS');
  const elsewhere = await signIn(at.shop, { username: 'admin', password: ownerPassword }, '203.0.113.9');
  expect(elsewhere).toMatchObject({ ok: false, code: 'TOO_MANY_REQUESTS' });
});

test('many names tried from one address are locked after 50', async () => {
  const ip = '203.0.113.77';
  for (let guess = 1; guess <= 50; guess += 1) {
    const outcome = await signIn(at.shop, { username: `name-${guess}`, password: 'wrong' }, ip);
    expect(outcome).toMatchObject({ code: 'CREDENTIALS_WRONG' });
  }
  const next = await signIn(at.shop, { username: 'name-51', password: 'wrong' }, ip);
  expect(next).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
});

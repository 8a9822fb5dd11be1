import { auditLog } from '../../server/staff/audit-model.ts';
import { ownerPassword } from '../builders/staff-desk.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const uris = [testDatabaseUri('proxy-0'), testDatabaseUri('proxy-1'), testDatabaseUri('proxy-2')];
let shops: TestShop[] = [];
beforeAll(async () => {
  shops = await Promise.all(
    uris.map((mongodbUri, hops) => startTestShop({ mongodbUri, env: { TRUST_PROXY: String(hops) } })),
  );
});
afterAll(async () => {
  for (const at of shops) await at.close();
});

function shop(hops: number): TestShop {
  const found = shops[hops];
  if (!found) throw new Error('No such shop');
  return found;
}

async function signIn(at: TestShop, forwardedFor: string, password: string): Promise<number> {
  const { status } = await at.call('POST', '/admin/api/sessions', {
    body: { username: 'admin', password },
    headers: { 'X-Forwarded-For': forwardedFor },
  });
  return status;
}

/** The address the shop takes a caller for, as the audit log keeps it. */
async function addressSeen(at: TestShop, forwardedFor: string): Promise<string | undefined> {
  expect(await signIn(at, forwardedFor, ownerPassword)).toBe(201);
  const row = await auditLog(at.shop).findOne().sort({ at: -1 }).lean();
  return row?.ip;
}

test.each([
  [0, '203.0.113.7', '127.0.0.1'],
  [1, '203.0.113.20:4711', '203.0.113.20'],
  [1, '10.1.1.1, [2001:db8::7]:443', '2001:db8::7'],
  [1, '::ffff:203.0.113.21', '203.0.113.21'],
  [1, '203.0.113.7, unknown', '127.0.0.1'],
  [2, '10.1.1.1, 203.0.113.22, 192.0.2.1', '203.0.113.22'],
])('with %i proxies trusted, X-Forwarded-For: %s is %s', async (hops, forwarded, address) => {
  expect(await addressSeen(shop(hops), forwarded)).toBe(address);
});

test.each([0, 1])('with %i proxies trusted, made-up entries do not get around the lock', async (hops) => {
  const statuses = [];
  for (let guess = 1; guess <= 12; guess += 1) {
    // What the client sent stands left; a proxy adds the address it sees at the right.
    const forwarded = hops === 0 ? `198.51.100.${guess}` : `198.51.100.${guess}, 203.0.113.7:${4000 + guess}`;
    statuses.push(await signIn(shop(hops), forwarded, 'wrong'));
  }
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
});

test('behind a proxy, one caller’s lock is not another’s', async () => {
  expect(await signIn(shop(1), '203.0.113.8', ownerPassword)).toBe(201);
});

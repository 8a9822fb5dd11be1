import type { OrderDoc } from '../../server/order/order-model.ts';
import type { StockLevelDoc } from '../../server/stock/stock-level-model.ts';
import type { StockMovementDoc } from '../../server/stock/stock-movement-model.ts';
import { aProduct, type MadeProduct } from '../builders/a-product.ts';
import { homeAddress } from '../builders/a-shopper.ts';
import { callApi } from '../builders/call-api.ts';
import { seededRandom, shuffled } from '../builders/seeded-random.ts';
import { serverProcess, type ServerProcess } from '../builders/server-process.ts';
import { startTestShop, type TestShop, wechatEnvironment } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const buyers = 500;
const units = 100;
/** How many buyers are waiting for their answer at any moment, until all were served. */
const crowd = 160;
const seeds = Array.from({ length: 20 }, (_, index) => index + 1);

interface Buyer {
  token: string;
  addressId: string;
}

interface Attempt {
  process: number;
  status: number;
  code: string;
  begun: number;
  ended: number;
}

const limits = {
  LIMIT_SIGN_INS_PER_ADDRESS: '1000000',
  LIMIT_ORDERS_PER_ADDRESS: '1000000',
  LIMIT_ORDERS_PER_MEMBER: '1000000',
};
const mongodbUri = testDatabaseUri('oversell');
let at: TestShop;
let servers: ServerProcess[];
let people: Buyer[];

async function join(url: string): Promise<Buyer> {
  const code = await at.control('POST', '/emulator/codes', {});
  const session = await callApi(`${url}/api/sessions`, 'POST', { body: { code: code.json['code'] } });
  const token = String(session.json['token']);
  const address = await callApi(`${url}/api/addresses`, 'POST', { token, body: homeAddress });
  return { token, addressId: String(address.json['addressId']) };
}

async function inGroups<T>(count: number, size: number, make: (n: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  while (made.length < count) {
    const from = made.length;
    made.push(
      ...(await Promise.all(Array.from({ length: Math.min(size, count - from) }, (_, n) => make(from + n)))),
    );
  }
  return made;
}

beforeAll(async () => {
  at = await startTestShop({ mongodbUri });
  const env = { MONGODB_URI: mongodbUri, ROLE: 'web', ...limits, ...wechatEnvironment(at.emulator) };
  servers = await Promise.all([serverProcess(env), serverProcess(env)]);
  people = await inGroups(buyers, 50, (n) => join(servers[n % 2]?.url ?? ''));
}, 120_000);

afterAll(async () => {
  expect(await Promise.all(servers.map((server) => server.stop()))).toEqual([0, 0]);
  await at.close();
});

/** One unit; one unit with another SKU, in either order; the same SKU in two lines. */
function wish(a: MadeProduct, b: MadeProduct, draw: number): { skuId: string; quantity: number }[] {
  const one = { skuId: a.skuId, quantity: 1 };
  const other = { skuId: b.skuId, quantity: 1 };
  if (draw < 0.6) return [one];
  if (draw < 0.75) return [one, other];
  return draw < 0.9 ? [other, one] : [one, one];
}

async function attempt(buyer: Buyer, process: number, lines: unknown, key: string): Promise<Attempt> {
  const begun = performance.now();
  const answer = await callApi(`${servers[process]?.url}/api/orders`, 'POST', {
    token: buyer.token,
    body: { lines, addressId: buyer.addressId },
    headers: { 'Idempotency-Key': key },
  });
  const { status, json } = answer;
  return { process, status, code: String(json['code'] ?? ''), begun, ended: performance.now() };
}

/** Everybody pushes: whenever one is answered the next one orders. */
async function rush<T>(queue: readonly T[], order: (one: T) => Promise<Attempt>): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  const waiting = [...queue];
  const push = async (): Promise<void> => {
    for (let one = waiting.shift(); one; one = waiting.shift()) attempts.push(await order(one));
  };
  await Promise.all(Array.from({ length: crowd }, push));
  return attempts;
}

/** The largest number of requests that were sent and not yet answered at one moment. */
function mostInFlight(attempts: readonly Attempt[]): number {
  const steps = attempts.flatMap(({ begun, ended }) => [
    { when: begun, change: 1 },
    { when: ended, change: -1 },
  ]);
  steps.sort((x, y) => x.when - y.when || x.change - y.change);
  let now = 0;
  return steps.reduce((most, { change }) => Math.max(most, (now += change)), 0);
}

async function booksOf(
  skuId: string,
): Promise<{ stock: number; sold: number; ordered: number; ledger: number }> {
  const { db } = at.shop;
  const level = await db.collection<StockLevelDoc>('stockLevels').findOne({ _id: skuId });
  const orders = await db.collection<OrderDoc>('orders').find({ 'lines.skuId': skuId }).toArray();
  const rows = await db.collection<StockMovementDoc>('stockMovements').find({ skuId }).toArray();
  const lines = orders.flatMap((order) => order.lines.map((line) => ({ orderNo: order._id, ...line })));
  for (const line of lines.filter((line) => line.skuId === skuId)) {
    const row = rows.find((candidate) => candidate.orderNo === line.orderNo);
    expect([line.orderNo, row?.quantity]).toEqual([line.orderNo, -line.quantity]);
  }
  const mine = lines.filter((line) => line.skuId === skuId);
  expect(rows.filter((row) => row.reason === 'order')).toHaveLength(mine.length);
  return {
    stock: level?.stock ?? -1,
    sold: level?.sold ?? -1,
    ordered: mine.reduce((sum, line) => sum + line.quantity, 0),
    ledger: rows.reduce((sum, row) => sum + row.quantity, 0),
  };
}

test.each(seeds)(
  '500 buyers at once for 100 units, two processes: exactly 100 are sold (seed %i)',
  async (seed) => {
    const random = seededRandom(seed);
    const a = await aProduct(at.shop, { stock: units });
    const b = await aProduct(at.shop, { stock: 60 });
    const queue = shuffled(
      people.map((buyer, index) => ({ buyer, process: index % 2 })),
      random,
    );
    // Connections are open and both processes awake before the rush, as in a shop that was open before it.
    await Promise.all(
      queue.map(({ buyer, process }) =>
        callApi(`${servers[process]?.url}/api/cart`, 'GET', { token: buyer.token }),
      ),
    );
    const attempts = await rush(queue, ({ buyer, process }) =>
      attempt(buyer, process, wish(a, b, random()), `seed-${seed}`),
    );
    const sold = attempts.filter((one) => one.status === 201);
    const refused = attempts.filter((one) => one.status !== 201);
    expect(new Set(refused.map((one) => `${one.status} ${one.code}`))).toEqual(
      new Set(['409 STOCK_NOT_ENOUGH']),
    );
    expect(attempts).toHaveLength(buyers);
    expect(mostInFlight(attempts)).toBeGreaterThanOrEqual(64);
    expect(new Set(sold.map((one) => one.process)).size).toBe(2);
    expect(await booksOf(a.skuId)).toEqual({ stock: 0, sold: units, ordered: units, ledger: 0 });
    const other = await booksOf(b.skuId);
    expect(other).toMatchObject({ stock: 60 - other.sold, ordered: other.sold, ledger: other.stock });
  },
  60_000,
);

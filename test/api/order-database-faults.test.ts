import { mongo } from 'mongoose';
import { stockWriter } from '../../server/stock/stock-writer.ts';
import { aProduct } from '../builders/a-product.ts';
import { aShopper, type Shopper } from '../builders/a-shopper.ts';
import { endFaults, failCommand, withFaults } from '../builders/fail-command.ts';
import { knownMerchant } from '../builders/known-merchant.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const plain = testDatabaseUri('order-db-faults');
let at: TestShop;
let shopper: Shopper;
beforeAll(async () => {
  at = await startTestShop({
    mongodbUri: withFaults(plain),
    env: { LIMIT_WRITER_QUEUE: '40', LIMIT_UNPAID_ORDERS_PER_MEMBER: '1000' },
    emulator: { credentials: knownMerchant },
  });
  shopper = await aShopper(at);
});
afterEach(() => endFaults(plain));
afterAll(() => at.close());

/** Stock, orders of the SKU and ledger must tell the same story. */
async function books(skuId: string): Promise<{ stock: unknown; orders: number; ledger: number }> {
  const client = new mongo.MongoClient(plain);
  try {
    const db = client.db();
    const level = await db.collection<{ _id: string; stock: number }>('stockLevels').findOne({ _id: skuId });
    const rows = await db.collection('stockMovements').find({ skuId }).toArray();
    return {
      stock: level?.stock,
      orders: await db.collection('orders').countDocuments({ 'lines.skuId': skuId }),
      ledger: rows.reduce((sum, row) => sum + Number(row['quantity']), 0),
    };
  } finally {
    await client.close();
  }
}

const one = (skuId: string) => [{ skuId, quantity: 1 }];

test.each([
  [
    'the commit is made but its answer lost',
    { failCommands: ['commitTransaction'], writeConcernError: { code: 91, errmsg: 'x' } },
  ],
  ['the connection breaks at the commit', { failCommands: ['commitTransaction'], closeConnection: true }],
  ['the connection breaks at an insert', { failCommands: ['insert'], closeConnection: true }],
  [
    'a write conflict',
    { failCommands: ['insert'], errorCode: 112, errorLabels: ['TransientTransactionError'] },
  ],
  [
    'the primary steps down',
    { failCommands: ['update'], errorCode: 189, errorLabels: ['TransientTransactionError'] },
  ],
])('an order is placed once and answered 201 when %s', async (_, data) => {
  const { skuId } = await aProduct(at.shop, { stock: 5 });
  await failCommand(plain, 1, data);
  const placed = await shopper.order(one(skuId));
  expect([placed.status, placed.json['state']]).toEqual([201, 'awaiting-payment']);
  expect(await books(skuId)).toEqual({ stock: 4, orders: 1, ledger: 4 });
});

test('a database that falls silent at the commit: answered within 9 s, and never twice', async () => {
  const { skuId } = await aProduct(at.shop, { stock: 5 });
  const other = await aShopper(at);
  await failCommand(plain, 1, {
    failCommands: ['commitTransaction'],
    blockConnection: true,
    blockTimeMS: 12_000,
  });
  const started = performance.now();
  const key = 'silent-1';
  const [first, second] = await Promise.all([
    shopper.order(one(skuId), {}, key),
    other.order(one(skuId), {}, 'silent-2'),
  ]);
  expect(performance.now() - started).toBeLessThan(9000);
  for (const answer of [first, second]) expect([201, 503]).toContain(answer.status);
  const again = await shopper.order(one(skuId), {}, key);
  expect([200, 201]).toContain(again.status);
  const { stock, orders, ledger } = await books(skuId);
  expect({ stock, ledger }).toEqual({ stock: 5 - orders, ledger: 5 - orders });
  expect(orders).toBe(first.status === 503 && second.status === 503 ? 1 : 2);
});

test('a full queue answers 503 with Retry-After and loses nothing that was accepted', async () => {
  const { skuId } = await aProduct(at.shop, { stock: 500 });
  await failCommand(plain, 1, {
    failCommands: ['commitTransaction'],
    blockConnection: true,
    blockTimeMS: 1000,
  });
  const answers = await Promise.all(Array.from({ length: 150 }, () => shopper.order(one(skuId))));
  const busy = answers.filter((answer) => answer.status === 503);
  expect(busy.length).toBeGreaterThan(0);
  for (const answer of busy) {
    expect(answer.json['code']).toBe('BUSY');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  const placed = answers.filter((answer) => answer.status === 201);
  expect(placed.length + busy.length).toBe(150);
  expect(await books(skuId)).toEqual({
    stock: 500 - placed.length,
    orders: placed.length,
    ledger: 500 - placed.length,
  });
});

test('stopping commits what was accepted and refuses what comes after', async () => {
  const second = await startTestShop({
    mongodbUri: plain,
    env: { LIMIT_UNPAID_ORDERS_PER_MEMBER: '1000' },
    emulator: { credentials: knownMerchant },
  });
  const buyer = await aShopper(second);
  const { skuId } = await aProduct(second.shop, { stock: 500 });
  const orders = Array.from({ length: 60 }, () => buyer.order(one(skuId)));
  await new Promise((resolve) => setTimeout(resolve, 30));
  await stockWriter(second.shop).drain();
  const answers = await Promise.all(orders);
  const placed = answers.filter((answer) => answer.status === 201).length;
  expect(answers.every((answer) => answer.status === 201 || answer.status === 503)).toBe(true);
  expect(await books(skuId)).toEqual({ stock: 500 - placed, orders: placed, ledger: 500 - placed });
  expect((await buyer.order(one(skuId))).json['code']).toBe('BUSY');
  await second.close();
});

test('a database that breaks off a read: 503 with Retry-After, not an internal error', async () => {
  await failCommand(plain, 4, { failCommands: ['find', 'aggregate'], closeConnection: true });
  const answer = await shopper.call('GET', '/api/orders');
  expect([answer.status, answer.json['code'], answer.headers.get('retry-after')]).toEqual([503, 'BUSY', '2']);
});

import { auditLog } from '../../server/staff/audit-model.ts';
import { stockLevels } from '../../server/stock/stock-level-model.ts';
import { stockMovements } from '../../server/stock/stock-movement-model.ts';
import { aProduct } from '../builders/a-product.ts';
import type { ApiAnswer } from '../builders/call-api.ts';
import { problemOf } from '../builders/route-calls.ts';
import { type SignedInStaff, signedInStaff } from '../builders/staff-desk.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('stock-movement');
let at: TestShop;
let staff: SignedInStaff;
beforeAll(async () => {
  at = await startTestShop({ mongodbUri });
  staff = await signedInStaff(at);
});
afterAll(() => at.close());

function move(body: Record<string, unknown>, key?: string): Promise<ApiAnswer> {
  const headers = { ...staff.headers, ...(key === undefined ? {} : { 'Idempotency-Key': key }) };
  return at.call('POST', '/admin/api/stock-movements', { body: { reason: 'adjustment', ...body }, headers });
}
const stockOf = async (skuId: string): Promise<number | undefined> =>
  (await stockLevels(at.shop).findById(skuId).lean())?.stock;
const rowsOf = (skuId: string): Promise<number> =>
  stockMovements(at.shop).countDocuments({ skuId, reason: 'adjustment' });

test('without a key every call is a movement of its own', async () => {
  const { skuId } = await aProduct(at.shop, { stock: 5 });
  const first = await move({ skuId, quantity: 3 });
  const second = await move({ skuId, quantity: 3 });
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.json).toMatchObject({ skuId, quantity: 3, stockAfter: 11, note: '', orderNo: null });
  expect(await stockOf(skuId)).toBe(11);
});

test('the same key and body again: the same movement, booked once, one audit row', async () => {
  const { skuId } = await aProduct(at.shop, { stock: 5 });
  const first = await move({ skuId, quantity: -5, note: '盘点' }, 'count-1');
  const again = await move({ note: '盘点', quantity: -5, skuId }, 'count-1');
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(again.json).toEqual(first.json);
  expect([await stockOf(skuId), await rowsOf(skuId)]).toEqual([0, 1]);
  expect(await auditLog(at.shop).countDocuments({ subject: `sku:${skuId}` })).toBe(1);
});

test('20 at once with one key: one movement, one 201', async () => {
  const { skuId } = await aProduct(at.shop, { stock: 5 });
  const answers = await Promise.all(Array.from({ length: 20 }, () => move({ skuId, quantity: 2 }, 'crowd')));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(19);
  expect(new Set(answers.map(({ json }) => json['stockMovementId'])).size).toBe(1);
  expect([await stockOf(skuId), await rowsOf(skuId)]).toEqual([7, 1]);
});

test.each([
  ['another quantity', { quantity: 3 }],
  ['another reason', { reason: 'scrap' }],
  ['another note', { note: 'x' }],
])('a used key with %s: refused, nothing changed', async (_case, change) => {
  const { skuId } = await aProduct(at.shop, { stock: 5 });
  await move({ skuId, quantity: 2 }, `reuse-${skuId}`);
  const other = await move({ skuId, quantity: 2, ...change }, `reuse-${skuId}`);
  expect(problemOf(other)).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
  expect(await stockOf(skuId)).toBe(7);
});

test('a used key with another SKU is refused, one after the other and at once', async () => {
  const [one, two] = (await aProduct(at.shop, { stock: 5, skuCount: 2 })).skuIds as [string, string];
  await move({ skuId: one, quantity: 1 }, 'other-sku');
  expect(problemOf(await move({ skuId: two, quantity: 1 }, 'other-sku')).code).toBe('IDEMPOTENCY_KEY_REUSED');
  const both = await Promise.all([one, two].map((skuId) => move({ skuId, quantity: 1 }, 'at-once')));
  expect(both.map(({ status }) => status).sort()).toEqual([201, 422]);
  expect(((await stockOf(one)) ?? 0) + ((await stockOf(two)) ?? 0)).toBe(12);
});

test('a key that goes on after a colon is another key', async () => {
  const { skuId } = await aProduct(at.shop, { stock: 5 });
  expect((await move({ skuId, quantity: 1 }, 'box:1')).status).toBe(201);
  expect((await move({ skuId, quantity: 2 }, 'box')).status).toBe(201);
  expect((await move({ skuId, quantity: 1 }, 'box:1')).status).toBe(200);
  expect(await stockOf(skuId)).toBe(8);
});

test('a refused movement leaves its key free', async () => {
  const { skuId } = await aProduct(at.shop, { stock: 1 });
  expect(problemOf(await move({ skuId, quantity: -2 }, 'too-much')).code).toBe('STOCK_NOT_ENOUGH');
  await move({ skuId, quantity: 1 });
  expect((await move({ skuId, quantity: -2 }, 'too-much')).status).toBe(201);
  expect(await stockOf(skuId)).toBe(0);
});

test.each([
  ['too long', 'x'.repeat(65)],
  ['with a blank inside', 'a b'],
])('a key %s: refused', async (_case, key) => {
  const { skuId } = await aProduct(at.shop, { stock: 1 });
  expect(problemOf(await move({ skuId, quantity: 1 }, key)).code).toBe('INVALID_REQUEST');
  expect(await stockOf(skuId)).toBe(1);
});

test('two processes, one key, many SKUs at once: one of them is booked', async () => {
  const other = await startTestShop({ mongodbUri });
  try {
    const { skuIds } = await aProduct(at.shop, { stock: 5, skuCount: 10 });
    const answers = await Promise.all(
      skuIds.map((skuId, index) => {
        const body = { skuId, quantity: 1, reason: 'adjustment' };
        const headers = { ...staff.headers, 'Idempotency-Key': 'two-doors' };
        return (index % 2 ? at : other).call('POST', '/admin/api/stock-movements', { body, headers });
      }),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 422)).toHaveLength(9);
    const stocks = await Promise.all(skuIds.map(stockOf));
    expect(stocks.filter((stock) => stock !== 5)).toEqual([6]);
  } finally {
    await other.close();
  }
});

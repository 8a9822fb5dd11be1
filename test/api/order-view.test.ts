import { order as orderSchema } from '../../contract/order.ts';
import { routes } from '../../contract/routes.ts';
import { orderStates } from '../../contract/states.ts';
import { skus } from '../../server/catalog/sku-model.ts';
import { products } from '../../server/catalog/product-model.ts';
import { orders } from '../../server/order/order-model.ts';
import { encodeCursor } from '../../server/platform/cursor.ts';
import { anUnpaidOrder, cancel, type Purchase } from '../builders/a-purchase.ts';
import { aProduct } from '../builders/a-product.ts';
import { aShopper, type Shopper } from '../builders/a-shopper.ts';
import { auditBooks } from '../builders/audit-books.ts';
import { bodyFields } from '../builders/body-fields.ts';
import { knownMerchant } from '../builders/known-merchant.ts';
import { contentOf, problemOf } from '../builders/route-calls.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('order-view');
let at: TestShop;
beforeAll(async () => {
  at = await startTestShop({ mongodbUri, emulator: { credentials: knownMerchant } });
});
afterAll(() => at.close());

describe('other people’s orders cannot be read, cancelled or paid', () => {
  let victim: Purchase;
  let thief: Shopper;
  let before: string;
  beforeAll(async () => {
    victim = await anUnpaidOrder(at);
    thief = await aShopper(at);
    await at.settle();
    before = await contentOf(at);
  });

  const calls: [string, string, unknown][] = [
    ['GET', '', undefined],
    ['POST', '/cancel', { reason: '不想要了' }],
    ['POST', '/payments', { tradeType: 'NATIVE' }],
    ['POST', '/payments', { tradeType: 'JSAPI' }],
    ['GET', '/payment', undefined],
  ];

  test.each(calls)('%s %s is 404 and changes nothing', async (method, tail, body) => {
    const answer = await thief.call(method, victim.path + tail, body === undefined ? {} : { body });
    expect([answer.status, problemOf(answer).code]).toEqual([404, 'NOT_FOUND']);
    const absent = await thief.call(method, `/api/orders/7${tail}`, body === undefined ? {} : { body });
    // One that never was answers alike, so that numbers cannot be tried out.
    expect({ ...absent.json, instance: '' }).toEqual({ ...answer.json, instance: '' });
    expect(await contentOf(at)).toBe(before);
  });

  test.each(calls)('%s %s without a session is 401', async (method, tail, body) => {
    const answer = await at.call(method, victim.path + tail, body === undefined ? {} : { body });
    expect([answer.status, problemOf(answer).code]).toEqual([401, 'NOT_SIGNED_IN']);
    expect(await contentOf(at)).toBe(before);
  });

  test('they are not in one’s own list', async () => {
    expect((await thief.call('GET', '/api/orders')).json).toEqual({ items: [], nextCursor: null });
  });

  test.each(['abc', '1e3', '-1', '%24ne', '1'.repeat(21)])('the number %s is none', async (orderNo) => {
    const answer = await thief.call('GET', `/api/orders/${orderNo}`);
    expect([answer.status, problemOf(answer).code]).toEqual([422, 'INVALID_REQUEST']);
  });
});

describe('paySuccess callable by the client: free orders', () => {
  test('no call of the contract takes a state, an amount or a paid mark from a shopper', () => {
    const said = new Set(['state', 'paid', 'paidAt', 'transactionId', 'amountFen', 'priceFen', 'payableFen']);
    const fields = routes
      .filter(({ auth }) => auth !== 'staff')
      .flatMap(({ name, body }) => (body ? bodyFields(body).map(({ path }) => [name, ...path]) : []));
    expect(fields.length).toBeGreaterThan(20);
    expect(fields.filter((path) => path.some((step) => said.has(String(step))))).toEqual([]);
  });

  test.each([
    ['POST', '/pay'],
    ['POST', '/paid'],
    ['POST', '/paySuccess'],
    ['POST', '/payments/notify'],
    ['PUT', '/payment'],
    ['PATCH', '/payment'],
    ['POST', '/payment'],
    ['PUT', ''],
    ['PATCH', ''],
    ['POST', ''],
  ])('%s %s is no call', async (method, tail) => {
    const purchase = await anUnpaidOrder(at);
    const body = { state: 'awaiting-shipment', paidAt: new Date().toISOString() };
    const answer = await purchase.shopper.call(method, purchase.path + tail, { body });
    expect([404, 405]).toContain(answer.status);
    const order = await orders(at.shop).findById(purchase.orderNo).lean();
    expect([order?.state, order?.paidAt, order?.version]).toEqual(['awaiting-payment', null, 1]);
  });

  test.each(['cancel', 'payments'])('%s refuses a state sent along', async (tail) => {
    const purchase = await anUnpaidOrder(at);
    const body = { reason: 'x', tradeType: 'NATIVE', state: 'awaiting-shipment' };
    const answer = await purchase.shopper.call('POST', `${purchase.path}/${tail}`, { body });
    expect([answer.status, problemOf(answer).code]).toEqual([422, 'INVALID_REQUEST']);
  });
});

describe('what an order shows', () => {
  test('exactly the contract’s fields: no openid, hash, key, version or member id', async () => {
    const purchase = await anUnpaidOrder(at);
    const order = (await purchase.shopper.call('GET', purchase.path)).json;
    expect(Object.keys(order).sort()).toEqual(Object.keys(orderSchema.shape).sort());
    const text = JSON.stringify(order);
    for (const word of [
      '_id',
      'memberId',
      'idempotencyKey',
      'requestHash',
      'version',
      'history',
      'skuCode',
    ]) {
      expect([word, text.includes(`"${word}"`)]).toEqual([word, false]);
    }
    expect(text).not.toContain(purchase.shopper.openid);
    expect(text).not.toContain(purchase.shopper.memberId);
  });

  test('goods and receiver as they were, whatever became of product and address since', async () => {
    const purchase = await anUnpaidOrder(at, { title: '旧名字', priceFen: 1200, quantity: 2 });
    const { shopper, path, skuId } = purchase;
    const before = (await shopper.call('GET', path)).json;
    await skus(at.shop).updateOne({ _id: skuId }, { $set: { priceFen: 9900, onSale: false } });
    await products(at.shop).updateMany({ title: '旧名字' }, { $set: { title: '新名字', onShelf: false } });
    await shopper.call('DELETE', `/api/addresses/${shopper.addressId}`);
    const after = (await shopper.call('GET', path)).json;
    expect(after).toEqual(before);
    expect(after).toMatchObject({
      lines: [{ title: '旧名字', priceFen: 1200, quantity: 2, amountFen: 2400 }],
      amounts: { payableFen: 2400 },
      receiver: { receiver: '张三', phone: '13800138000', district: '东城区', postalCode: null },
    });
  });
});

describe('the list of orders', () => {
  test('newest first, every order once, however the pages are cut', async () => {
    const shopper = await aShopper(at);
    const { skuId } = await aProduct(at.shop);
    const made: unknown[] = [];
    for (let count = 0; count < 7; count += 1) {
      made.unshift((await shopper.order([{ skuId, quantity: 1 }])).json['orderNo']);
    }
    for (const limit of [1, 3, 7, 50]) {
      const seen: unknown[] = [];
      let cursor: string | null = null;
      do {
        const tail: string = cursor === null ? '' : `&cursor=${cursor}`;
        const page = await shopper.call('GET', `/api/orders?limit=${limit}${tail}`);
        const items = page.json['items'] as { orderNo: string }[];
        expect(items.length).toBeLessThanOrEqual(limit);
        seen.push(...items.map(({ orderNo }) => orderNo));
        cursor = page.json['nextCursor'] as string | null;
      } while (cursor !== null);
      expect([limit, seen]).toEqual([limit, made]);
    }
  });

  test('orders of the same millisecond are neither lost nor shown twice', async () => {
    const shopper = await aShopper(at);
    const { skuId } = await aProduct(at.shop);
    for (let count = 0; count < 4; count += 1) await shopper.order([{ skuId, quantity: 1 }]);
    const { memberId } = shopper;
    await orders(at.shop).updateMany({ memberId }, { $set: { placedAt: new Date('2026-05-05T05:05:05Z') } });
    const first = await shopper.call('GET', '/api/orders?limit=2');
    const rest = await shopper.call('GET', `/api/orders?limit=2&cursor=${String(first.json['nextCursor'])}`);
    const items = [first, rest].flatMap(({ json }) => json['items'] as { orderNo: string }[]);
    expect(new Set(items.map(({ orderNo }) => orderNo)).size).toBe(4);
    expect(rest.json['nextCursor']).toBeNull();
  });

  test('by state', async () => {
    const purchase = await anUnpaidOrder(at);
    const { shopper, skuId, orderNo } = purchase;
    const second = await shopper.order([{ skuId, quantity: 1 }]);
    await cancel(purchase);
    const found = await Promise.all(
      orderStates.map(async (state) => {
        const page = await shopper.call('GET', `/api/orders?state=${state}`);
        return (page.json['items'] as { orderNo: string }[]).map((order) => [state, order.orderNo]);
      }),
    );
    expect(found.flat()).toEqual([
      ['awaiting-payment', second.json['orderNo']],
      ['closed', orderNo],
    ]);
  });

  test.each([
    'state=paid',
    'state=closed&state=closed',
    'state[$ne]=closed',
    'limit=0',
    'limit=51',
    'limit=x',
    'memberId=1',
    'cursor=%24',
    'cursor=x',
    'cursor=AAAA',
    `cursor=${'A'.repeat(201)}`,
  ])('?%s is refused', async (query) => {
    const shopper = await aShopper(at);
    const answer = await shopper.call('GET', `/api/orders?${query}`);
    expect([answer.status, problemOf(answer).code]).toEqual([422, 'INVALID_REQUEST']);
  });

  test.each([
    ['another length', [1]],
    ['no time', ['x', '1']],
    ['a time no calendar has', [1e300, '1']],
    ['a number for the order', [1, 1]],
    ['something nested', [1, { $gt: '' }]],
  ])('a cursor somebody made: %s', async (_fault, keys) => {
    const shopper = await aShopper(at);
    const cursor = encodeCursor(keys as (string | number)[]);
    const answer = await shopper.call('GET', `/api/orders?cursor=${cursor}`);
    expect([answer.status, problemOf(answer).code]).toEqual([422, 'INVALID_REQUEST']);
  });
});

test('at the end the books fit', async () => {
  expect(await auditBooks(at)).toEqual([]);
});

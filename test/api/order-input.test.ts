import { aProduct } from '../builders/a-product.ts';
import { aShopper, type Shopper } from '../builders/a-shopper.ts';
import { auditBooks } from '../builders/audit-books.ts';
import { knownMerchant } from '../builders/known-merchant.ts';
import { contentOf, problemOf } from '../builders/route-calls.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('order-input');
let at: TestShop;
let shopper: Shopper;
let other: Shopper;
let skuId: string;
let shortSkuId: string;
let limitedSkuId: string;
let hiddenSkuId: string;
beforeAll(async () => {
  at = await startTestShop({
    mongodbUri,
    emulator: { credentials: knownMerchant },
    env: { LIMIT_UNPAID_ORDERS_PER_MEMBER: '3' },
  });
  [shopper, other] = await Promise.all([aShopper(at), aShopper(at)]);
  // One after the other: they share a category.
  ({ skuId } = await aProduct(at.shop, { priceFen: 1990, stock: 100 }));
  ({ skuId: shortSkuId } = await aProduct(at.shop, { priceFen: 500, stock: 2 }));
  ({ skuId: limitedSkuId } = await aProduct(at.shop, { limitPerOrder: 2 }));
  ({ skuId: hiddenSkuId } = await aProduct(at.shop, { onShelf: false }));
});
afterAll(() => at.close());

type Body = Record<string, unknown>;

/** What an order needs; a test spoils one thing of it. */
const good = (): Body => ({ lines: [{ skuId, quantity: 1 }], addressId: shopper.addressId });

let key = 0;
const post = (body: Body) =>
  shopper.call('POST', '/api/orders', { body, headers: { 'Idempotency-Key': `input-${(key += 1)}` } });

/** Refused by both calls alike, and nothing in the database is another than before. */
async function refused(body: Body, status: number, code: string): Promise<void> {
  const before = await contentOf(at);
  for (const path of ['/api/orders', '/api/checkout/quote']) {
    if (path === '/api/checkout/quote' && code === 'ADDRESS_REQUIRED') continue;
    const answer = await shopper.call('POST', path, {
      body,
      headers: { 'Idempotency-Key': `input-${(key += 1)}` },
    });
    expect([path, answer.status, problemOf(answer).code]).toEqual([path, status, code]);
  }
  expect(await contentOf(at)).toBe(before);
}

describe('an order that asks for what cannot be', () => {
  test.each([0, -1, 1.5, 1_000_000_000, 1000, '1', null, true, { $gt: 0 }, [1]])('quantity %j', (quantity) =>
    refused({ ...good(), lines: [{ skuId, quantity }] }, 422, 'INVALID_REQUEST'),
  );

  test('quantities that only together are too many', () =>
    refused(
      {
        ...good(),
        lines: [
          { skuId, quantity: 999 },
          { skuId, quantity: 1 },
        ],
      },
      422,
      'INVALID_REQUEST',
    ));

  test.each([{ $ne: null }, { $gt: '' }, 5, '', 'a b', '../x', ['x'], 'x'.repeat(65)])('SKU %j', (id) =>
    refused({ ...good(), lines: [{ skuId: id, quantity: 1 }] }, 422, 'INVALID_REQUEST'),
  );

  test('a SKU nobody sells', () =>
    refused({ ...good(), lines: [{ skuId: 'nothing', quantity: 1 }] }, 422, 'SKU_UNKNOWN'));

  test.each([
    ['no lines at all', { lines: [] }],
    ['neither lines nor cart', { lines: undefined }],
    ['lines and cart', { fromCart: true }],
    ['fromCart: false', { lines: undefined, fromCart: false }],
    ['101 lines', { lines: Array.from({ length: 101 }, () => ({ skuId: 'x', quantity: 1 })) }],
    ['a payment method nobody knows', { payMethod: 'gold' }],
    ['half a point', { usePoints: 0.5 }],
    ['points below zero', { usePoints: -1 }],
  ])('%s', (_fault, change) => refused({ ...good(), ...change }, 422, 'INVALID_REQUEST'));

  // Complaints: amount taken from the client; operator objects that reach a query.
  test.each(['payableFen', 'priceFen', 'state', 'memberId', 'openid', 'amounts', '$where', 'zzUnknown'])(
    'a field %s that no body has',
    (field) => refused({ ...good(), [field]: 1 }, 422, 'INVALID_REQUEST'),
  );

  test.each(['priceFen', 'amountFen', 'title'])('a price of the client in a line: %s', (field) =>
    refused({ ...good(), lines: [{ skuId, quantity: 1, [field]: 1 }] }, 422, 'INVALID_REQUEST'),
  );
});

describe('somebody else’s coupon, points or address', () => {
  test('a coupon nobody was given', () => refused({ ...good(), couponId: 'c1' }, 422, 'COUPON_UNUSABLE'));
  test('points', () => refused({ ...good(), usePoints: 1 }, 422, 'POINTS_UNUSABLE'));
  test('no points is no wish for points', async () => {
    const quote = await shopper.call('POST', '/api/checkout/quote', { body: { ...good(), usePoints: 0 } });
    expect([quote.status, quote.json['pointsFen']]).toEqual([200, 0]);
  });
  test('cash on delivery', () => refused({ ...good(), payMethod: 'cod' }, 422, 'PAY_METHOD_UNAVAILABLE'));
  test('another shopper’s address is as absent as none', async () => {
    await refused({ ...good(), addressId: other.addressId }, 404, 'NOT_FOUND');
    await refused({ ...good(), addressId: 'nothing' }, 404, 'NOT_FOUND');
  });
  test('no address', () => refused({ ...good(), addressId: undefined }, 422, 'ADDRESS_REQUIRED'));
  test('without a session', async () => {
    const before = await contentOf(at);
    const headers = { 'Idempotency-Key': 'nobody' };
    const answer = await at.call('POST', '/api/orders', { body: good(), headers });
    expect([answer.status, problemOf(answer).code]).toEqual([401, 'NOT_SIGNED_IN']);
    expect(await contentOf(at)).toBe(before);
  });
});

describe('goods that cannot be had', () => {
  /** Placing refuses what the quote names as a problem. */
  async function problem(lines: unknown, status: number, code: string, quoted: Body[]): Promise<void> {
    const before = await contentOf(at);
    const quote = await shopper.call('POST', '/api/checkout/quote', { body: { ...good(), lines } });
    expect([quote.status, quote.json['problems']]).toEqual([200, quoted.map(expect.objectContaining)]);
    const answer = await post({ ...good(), lines });
    expect([answer.status, problemOf(answer).code]).toEqual([status, code]);
    expect(await contentOf(at)).toBe(before);
  }

  test('off the shelf', () =>
    problem([{ skuId: hiddenSkuId, quantity: 1 }], 409, 'PRODUCT_UNAVAILABLE', [
      { skuId: hiddenSkuId, code: 'OFF_SHELF' },
    ]));

  test('more than one order may have', () =>
    problem([{ skuId: limitedSkuId, quantity: 3 }], 409, 'LIMIT_PER_ORDER', [
      { skuId: limitedSkuId, code: 'LIMIT_PER_ORDER', available: 2 },
    ]));

  test('more than one order may have, spread over two lines', () =>
    problem(
      [
        { skuId: limitedSkuId, quantity: 2 },
        { skuId: limitedSkuId, quantity: 1 },
      ],
      409,
      'LIMIT_PER_ORDER',
      [{ skuId: limitedSkuId, code: 'LIMIT_PER_ORDER' }],
    ));

  test('of two SKUs one is short: nothing is taken of the other', async () => {
    const lines = [
      { skuId, quantity: 1 },
      { skuId: shortSkuId, quantity: 3 },
    ];
    await problem(lines, 409, 'STOCK_NOT_ENOUGH', [
      { skuId: shortSkuId, code: 'NOT_ENOUGH_STOCK', available: 2 },
    ]);
    const answer = await post({ ...good(), lines });
    expect(answer.json['lines']).toEqual([{ skuId: shortSkuId, requested: 3, available: 2 }]);
  });
});

describe('a stale price', () => {
  test.each([1, 1989, 0])('expected %i fen: refused with the fresh quote, nothing placed', async (fen) => {
    const before = await contentOf(at);
    const answer = await post({ ...good(), expectedPayableFen: fen });
    expect([answer.status, problemOf(answer).code]).toEqual([409, 'QUOTE_CHANGED']);
    const quote = await shopper.call('POST', '/api/checkout/quote', { body: good() });
    expect(answer.json['quote']).toEqual(quote.json);
    expect(quote.json).toMatchObject({ payableFen: 1990, goodsFen: 1990 });
    expect(await contentOf(at)).toBe(before);
  });
});

describe('orders that are placed', () => {
  test('the same SKU in two lines is one line; the totals are the server’s', async () => {
    const buyer = await aShopper(at);
    const placed = await buyer.order(
      [
        { skuId, quantity: 2 },
        { skuId: shortSkuId, quantity: 1 },
        { skuId, quantity: 3 },
      ],
      { expectedPayableFen: 5 * 1990 + 500, buyerMessage: '  请轻放  ', source: 'web' },
    );
    expect(placed.status).toBe(201);
    const lines = placed.json['lines'] as { skuId: string; quantity: number; amountFen: number }[];
    expect(new Map(lines.map((line) => [line.skuId, [line.quantity, line.amountFen]]))).toEqual(
      new Map([
        [skuId, [5, 9950]],
        [shortSkuId, [1, 500]],
      ]),
    );
    expect(placed.json).toMatchObject({
      state: 'awaiting-payment',
      source: 'web',
      buyerMessage: '请轻放',
      quantity: 6,
      amounts: {
        goodsFen: 10_450,
        discountFen: 0,
        couponFen: 0,
        pointsFen: 0,
        freightFen: 0,
        payableFen: 10_450,
      },
    });
  });

  test('an order holds the unpaid ones against a shopper who hoards', async () => {
    const hoarder = await aShopper(at);
    const line = [{ skuId, quantity: 1 }];
    const first = await hoarder.order(line, {}, 'hoard');
    expect([(await hoarder.order(line)).status, (await hoarder.order(line)).status]).toEqual([201, 201]);
    const tooMany = await hoarder.order(line);
    expect([tooMany.status, problemOf(tooMany).code]).toEqual([409, 'TOO_MANY_UNPAID_ORDERS']);
    // A repeat is no further order, and cancelling one makes room.
    expect((await hoarder.order(line, {}, 'hoard')).status).toBe(200);
    const path = `/api/orders/${String(first.json['orderNo'])}/cancel`;
    await hoarder.call('POST', path, { body: { reason: '买多了' } });
    expect((await hoarder.order(line)).status).toBe(201);
  });
});

test('at the end the books fit', async () => {
  expect(await auditBooks(at)).toEqual([]);
});

import { carts } from '../../server/cart/cart-model.ts';
import { orders } from '../../server/order/order-model.ts';
import { events } from '../../server/platform/outbox/event-model.ts';
import { stockLevels } from '../../server/stock/stock-level-model.ts';
import { aProduct } from '../builders/a-product.ts';
import { aShopper, type Shopper } from '../builders/a-shopper.ts';
import { auditBooks } from '../builders/audit-books.ts';
import type { ApiAnswer } from '../builders/call-api.ts';
import { knownMerchant } from '../builders/known-merchant.ts';
import { steps } from '../builders/steps.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('order-once');
const { points, next } = steps();
let at: TestShop;
beforeAll(async () => {
  at = await startTestShop({ mongodbUri, points, emulator: { credentials: knownMerchant } });
});
afterAll(() => at.close());

async function stockOf(skuId: string): Promise<number | undefined> {
  return (await stockLevels(at.shop).findById(skuId).lean())?.stock;
}

const numbersOf = (answers: readonly ApiAnswer[]): Set<unknown> =>
  new Set(answers.map(({ json }) => json['orderNo']));

const count = (answers: readonly ApiAnswer[], status: number): number =>
  answers.filter((answer) => answer.status === status).length;

describe('a double tap makes no second order', () => {
  test('the same key and body again answer the same order', async () => {
    const [{ skuId }, shopper] = await Promise.all([aProduct(at.shop, { stock: 10 }), aShopper(at)]);
    const first = await shopper.order([{ skuId, quantity: 2 }], {}, 'tap');
    const again = await shopper.order([{ skuId, quantity: 2 }], {}, 'tap');
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.json).toEqual(first.json);
    expect(await stockOf(skuId)).toBe(8);
  });

  test('20 taps at once: one 201, one order, stock taken once', async () => {
    const [{ skuId }, shopper] = await Promise.all([aProduct(at.shop, { stock: 100 }), aShopper(at)]);
    const taps = Array.from({ length: 20 }, () => shopper.order([{ skuId, quantity: 3 }], {}, 'taps'));
    const answers = await Promise.all(taps);
    expect([count(answers, 201), count(answers, 200)]).toEqual([1, 19]);
    expect(numbersOf(answers).size).toBe(1);
    expect(await stockOf(skuId)).toBe(97);
    expect(await orders(at.shop).countDocuments({ memberId: shopper.memberId })).toBe(1);
  });

  test('20 taps at once on the last unit: all get the one order', async () => {
    const [{ skuId }, shopper] = await Promise.all([aProduct(at.shop, { stock: 1 }), aShopper(at)]);
    const taps = Array.from({ length: 20 }, () => shopper.order([{ skuId, quantity: 1 }], {}, 'last'));
    const answers = await Promise.all(taps);
    expect([count(answers, 201), count(answers, 200)]).toEqual([1, 19]);
    expect(await stockOf(skuId)).toBe(0);
  });

  test('the fields in another sequence are the same body', async () => {
    const [{ skuId }, shopper] = await Promise.all([aProduct(at.shop), aShopper(at)]);
    const { addressId } = shopper;
    const lines = [{ skuId, quantity: 1 }];
    const headers = { 'Idempotency-Key': 'sequence' };
    const one = await shopper.call('POST', '/api/orders', { headers, body: { addressId, lines } });
    const two = await shopper.call('POST', '/api/orders', {
      headers,
      body: { payMethod: 'wechat', lines: [{ quantity: 1, skuId }], addressId },
    });
    expect([one.status, two.status]).toEqual([201, 200]);
    expect(two.json['orderNo']).toBe(one.json['orderNo']);
  });

  test('the key still names its order when that is closed and the goods are gone', async () => {
    const [{ skuId }, shopper] = await Promise.all([aProduct(at.shop, { stock: 1 }), aShopper(at)]);
    const placed = await shopper.order([{ skuId, quantity: 1 }], {}, 'closed');
    await shopper.call('POST', `/api/orders/${String(placed.json['orderNo'])}/cancel`, {
      body: { reason: '不想要了' },
    });
    const again = await shopper.order([{ skuId, quantity: 1 }], {}, 'closed');
    expect([again.status, again.json['orderNo'], again.json['state']]).toEqual([
      200,
      placed.json['orderNo'],
      'closed',
    ]);
    expect(await stockOf(skuId)).toBe(1);
  });

  test('a key used for another body is refused and takes nothing', async () => {
    const [{ skuId }, shopper] = await Promise.all([aProduct(at.shop, { stock: 10 }), aShopper(at)]);
    await shopper.order([{ skuId, quantity: 1 }], {}, 'reused');
    const other = await shopper.order([{ skuId, quantity: 2 }], {}, 'reused');
    expect([other.status, other.json['code']]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect(await stockOf(skuId)).toBe(9);
  });

  test('one key with two bodies at once: one order, the other refused', async () => {
    const [{ skuId }, shopper] = await Promise.all([aProduct(at.shop, { stock: 10 }), aShopper(at)]);
    const answers = await Promise.all([
      shopper.order([{ skuId, quantity: 1 }], {}, 'two-bodies'),
      shopper.order([{ skuId, quantity: 2 }], {}, 'two-bodies'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    expect(await orders(at.shop).countDocuments({ memberId: shopper.memberId })).toBe(1);
  });

  test('a key belongs to its shopper: another one may use the same', async () => {
    const { skuId } = await aProduct(at.shop, { stock: 10 });
    const [one, two] = await Promise.all([aShopper(at), aShopper(at)]);
    const answers = await Promise.all(
      [one, two].map((shopper) => shopper.order([{ skuId, quantity: 1 }], {}, 'shared')),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(numbersOf(answers).size).toBe(2);
  });

  test('a refusal does not use the key up', async () => {
    const [{ skuId }, shopper] = await Promise.all([aProduct(at.shop, { stock: 1 }), aShopper(at)]);
    const short = await shopper.order([{ skuId, quantity: 2 }], {}, 'retry');
    const fits = await shopper.order([{ skuId, quantity: 1 }], {}, 'retry');
    expect([short.status, fits.status]).toEqual([409, 201]);
  });

  test.each([
    ['missing', undefined, 428, 'IDEMPOTENCY_KEY_MISSING'],
    ['too long', 'x'.repeat(65), 422, 'INVALID_REQUEST'],
    ['with a blank inside', 'a b', 422, 'INVALID_REQUEST'],
  ])('a key that is %s', async (_fault, key, status, code) => {
    const [{ skuId }, shopper] = await Promise.all([aProduct(at.shop, { stock: 5 }), aShopper(at)]);
    const answer = await shopper.call('POST', '/api/orders', {
      body: { lines: [{ skuId, quantity: 1 }], addressId: shopper.addressId },
      headers: key === undefined ? {} : { 'Idempotency-Key': key },
    });
    expect([answer.status, answer.json['code']]).toEqual([status, code]);
    expect(await stockOf(skuId)).toBe(5);
  });
});

describe('oversell at concurrent checkout', () => {
  test('30 shoppers for 10 units: 10 orders, the others told what is left', async () => {
    const { skuId } = await aProduct(at.shop, { stock: 10 });
    const shoppers = await Promise.all(Array.from({ length: 30 }, () => aShopper(at)));
    const answers = await Promise.all(shoppers.map((shopper) => shopper.order([{ skuId, quantity: 1 }])));
    expect([count(answers, 201), count(answers, 409)]).toEqual([10, 20]);
    expect(answers.find(({ status }) => status === 409)?.json).toMatchObject({
      code: 'STOCK_NOT_ENOUGH',
      lines: [{ skuId, requested: 1, available: 0 }],
    });
    expect(await stockOf(skuId)).toBe(0);
  });

  test('a crash before the commit takes nothing, and the same call places the order', async () => {
    const [{ skuId }, shopper] = await Promise.all([aProduct(at.shop, { stock: 5 }), aShopper(at)]);
    const broken = (): never => {
      throw new Error('crashed');
    };
    // The writer tries a group twice before it gives up.
    next('stock.before-commit', broken);
    next('stock.before-commit', broken);
    const failed = await shopper.order([{ skuId, quantity: 1 }], {}, 'crash');
    expect(failed.status).toBe(500);
    expect(await stockOf(skuId)).toBe(5);
    const again = await shopper.order([{ skuId, quantity: 1 }], {}, 'crash');
    expect([again.status, await stockOf(skuId)]).toEqual([201, 4]);
  });
});

describe('the cart loses exactly what was ordered', () => {
  const toCart = (shopper: Shopper, skuId: string, quantity: number): Promise<ApiAnswer> =>
    shopper.call('POST', '/api/cart/lines', { body: { skuId, quantity } });
  const orderCart = (shopper: Shopper, key = 'cart'): Promise<ApiAnswer> =>
    shopper.call('POST', '/api/orders', {
      body: { fromCart: true, addressId: shopper.addressId },
      headers: { 'Idempotency-Key': key },
    });
  const cartOf = async ({ memberId }: Shopper): Promise<[string, number][]> =>
    ((await carts(at.shop).findById(memberId).lean())?.lines ?? []).map(({ skuId, quantity }) => [
      skuId,
      quantity,
    ]);

  test('an empty cart cannot be ordered', async () => {
    const shopper = await aShopper(at);
    const answer = await orderCart(shopper);
    expect([answer.status, answer.json['code']]).toEqual([409, 'CART_EMPTY']);
  });

  test('only selected lines are ordered and cleared', async () => {
    const [{ skuIds }, shopper] = await Promise.all([aProduct(at.shop, { skuCount: 2 }), aShopper(at)]);
    const [one = '', two = ''] = skuIds;
    await toCart(shopper, one, 1);
    await toCart(shopper, two, 2);
    await shopper.call('PATCH', `/api/cart/lines/${two}`, { body: { selected: false } });
    const placed = await orderCart(shopper);
    expect((placed.json['lines'] as { skuId: string }[]).map((line) => line.skuId)).toEqual([one]);
    expect(await cartOf(shopper)).toEqual([[two, 2]]);
  });

  test('buying now leaves the same goods in the cart', async () => {
    const [{ skuId }, shopper] = await Promise.all([aProduct(at.shop), aShopper(at)]);
    await toCart(shopper, skuId, 2);
    expect((await shopper.order([{ skuId, quantity: 2 }])).status).toBe(201);
    await at.settle();
    expect(await cartOf(shopper)).toEqual([[skuId, 2]]);
  });

  test('a line raised between the commit and the clearing stays', async () => {
    const [{ skuId }, shopper] = await Promise.all([aProduct(at.shop), aShopper(at)]);
    await toCart(shopper, skuId, 1);
    next('stock.committed', () => toCart(shopper, skuId, 1));
    expect((await orderCart(shopper)).status).toBe(201);
    await at.settle();
    expect(await cartOf(shopper)).toEqual([[skuId, 2]]);
  });

  test('a line put in again stays, however often the effect runs', async () => {
    const [{ skuId }, shopper] = await Promise.all([aProduct(at.shop), aShopper(at)]);
    await toCart(shopper, skuId, 1);
    const placed = await orderCart(shopper);
    expect(await cartOf(shopper)).toEqual([]);
    await toCart(shopper, skuId, 1);
    for (let run = 0; run < 2; run += 1) {
      await at.settle();
      const again = { $set: { state: 'due', applied: [], dueAt: new Date(0) } };
      await events(at.shop).updateOne({ _id: `order.placed:${String(placed.json['orderNo'])}` }, again);
    }
    await at.settle();
    expect(await cartOf(shopper)).toEqual([[skuId, 1]]);
  });

  test('a refused order clears nothing', async () => {
    const [{ skuId }, shopper, rival] = await Promise.all([
      aProduct(at.shop, { stock: 1 }),
      aShopper(at),
      aShopper(at),
    ]);
    await toCart(shopper, skuId, 1);
    await rival.order([{ skuId, quantity: 1 }]);
    const short = await orderCart(shopper);
    expect([short.status, short.json['code']]).toEqual([409, 'STOCK_NOT_ENOUGH']);
    expect(await cartOf(shopper)).toEqual([[skuId, 1]]);
  });

  test('a repeat after the cart was cleared is still the order', async () => {
    const [{ skuId }, shopper] = await Promise.all([aProduct(at.shop), aShopper(at)]);
    await toCart(shopper, skuId, 1);
    const first = await orderCart(shopper);
    const again = await orderCart(shopper);
    expect([first.status, again.status, again.json['orderNo']]).toEqual([201, 200, first.json['orderNo']]);
  });
});

test('at the end the books fit', async () => {
  expect(await auditBooks(at)).toEqual([]);
});

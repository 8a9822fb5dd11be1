import { carts } from '../../server/cart/cart-model.ts';
import { cartQuantity } from '../../server/cart/cart-quantity.ts';
import { removeOrderedLines } from '../../server/cart/remove-ordered-lines.ts';
import { selectedCartLines } from '../../server/cart/selected-cart-lines.ts';
import { products } from '../../server/catalog/product-model.ts';
import { skus } from '../../server/catalog/sku-model.ts';
import { stockLevels } from '../../server/stock/stock-level-model.ts';
import { aProduct } from '../builders/a-product.ts';
import { aShopper, type Shopper } from '../builders/a-shopper.ts';
import type { ApiAnswer } from '../builders/call-api.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

interface Line {
  skuId: string;
  quantity: number;
  selected: boolean;
  problem?: string;
  addedPriceFen: number;
  sku: { priceFen: number; stock: number };
}

const mongodbUri = testDatabaseUri('cart');
let at: TestShop;
let shopper: Shopper;
beforeAll(async () => {
  at = await startTestShop({ mongodbUri, env: { LIMIT_CART_LINES: '3' } });
});
beforeEach(async () => {
  shopper = await aShopper(at);
});
afterAll(() => at.close());

const add = (skuId: unknown, quantity: unknown): Promise<ApiAnswer> =>
  shopper.call('POST', '/api/cart/lines', { body: { skuId, quantity } });
const change = (skuId: string, body: unknown): Promise<ApiAnswer> =>
  shopper.call('PATCH', `/api/cart/lines/${skuId}`, { body });
const linesOf = (answer: ApiAnswer): Line[] => answer.json['lines'] as Line[];
const cartNow = (): Promise<ApiAnswer> => shopper.call('GET', '/api/cart');

describe('a cart', () => {
  test('of a shopper who never had one is empty', async () => {
    expect((await cartNow()).json).toEqual({
      lines: [],
      totals: { quantity: 0, selectedQuantity: 0, goodsFen: 0 },
    });
    expect((await at.call('GET', '/api/cart')).status).toBe(401);
  });

  test('takes a SKU, selected, with its goods and totals; again raises it', async () => {
    const { skuId, productId } = await aProduct(at.shop, { priceFen: 1250, stock: 9 });
    const added = await add(skuId, 2);
    expect(added.status).toBe(201);
    expect(linesOf(added)).toMatchObject([
      {
        skuId,
        quantity: 2,
        selected: true,
        product: { productId, title: '测试苹果', imageUrl: '/media/demo/apple.webp' },
        sku: { priceFen: 1250, stock: 9, limitPerOrder: null },
      },
    ]);
    const again = await add(skuId, 3);
    expect(again.json['totals']).toEqual({ quantity: 5, selectedQuantity: 5, goodsFen: 6250 });
    expect(linesOf(again)).toHaveLength(1);
    expect((await cartNow()).json).toEqual(again.json);
  });

  test('changes a quantity, a selection, all selections; gives a line up', async () => {
    const one = await aProduct(at.shop, { priceFen: 100 });
    const two = await aProduct(at.shop, { priceFen: 10 });
    await add(one.skuId, 1);
    await add(two.skuId, 1);
    expect((await change(one.skuId, { quantity: 4 })).json['totals']).toMatchObject({ goodsFen: 410 });
    expect((await change(one.skuId, { selected: false })).json['totals']).toMatchObject({ goodsFen: 10 });
    const none = await shopper.call('PATCH', '/api/cart', { body: { selectedAll: false } });
    expect(none.json['totals']).toEqual({ quantity: 5, selectedQuantity: 0, goodsFen: 0 });
    const all = await shopper.call('PATCH', '/api/cart', { body: { selectedAll: true } });
    expect(all.json['totals']).toEqual({ quantity: 5, selectedQuantity: 5, goodsFen: 410 });
    const less = await shopper.call('DELETE', `/api/cart/lines/${one.skuId}`);
    expect(linesOf(less).map((line) => line.skuId)).toEqual([two.skuId]);
    expect((await shopper.call('DELETE', `/api/cart/lines/${one.skuId}`)).status).toBe(404);
    expect((await change(one.skuId, { quantity: 1 })).status).toBe(404);
  });

  test('is one’s own: the same calls of another shopper do not touch it', async () => {
    const { skuId } = await aProduct(at.shop);
    await add(skuId, 2);
    const other = await aShopper(at);
    expect(linesOf(await other.call('GET', '/api/cart'))).toEqual([]);
    expect((await other.call('DELETE', `/api/cart/lines/${skuId}`)).status).toBe(404);
    await other.call('PATCH', '/api/cart', { body: { selectedAll: false } });
    expect(linesOf(await cartNow())).toMatchObject([{ skuId, quantity: 2, selected: true }]);
  });
});

describe('bad input changes nothing', () => {
  let skuId: string;
  beforeEach(async () => {
    ({ skuId } = await aProduct(at.shop, { stock: 2000 }));
    await add(skuId, 1);
  });
  afterEach(async () => {
    expect(linesOf(await cartNow())).toMatchObject([{ skuId, quantity: 1, selected: true }]);
  });

  test.each([0, -1, 1.5, 1000, 1e21, '2', null, [1], { $inc: 5 }, true])(
    'the quantity %j',
    async (quantity) => {
      for (const answer of [await add(skuId, quantity), await change(skuId, { quantity })]) {
        expect([answer.status, answer.json['code']]).toEqual([422, 'INVALID_REQUEST']);
      }
    },
  );

  test.each([{ $ne: '' }, ['a'], 5, '', 'a b', 'a'.repeat(65)])('the SKU %j', async (wrong) => {
    expect((await add(wrong, 1)).status).toBe(422);
  });

  test('unknown fields, nothing to change, a price of one’s own', async () => {
    const lines = '/api/cart/lines';
    const priced = await shopper.call('POST', lines, { body: { skuId, quantity: 1, priceFen: 1 } });
    expect(priced.status).toBe(422);
    expect((await change(skuId, {})).status).toBe(422);
    expect((await change(skuId, { selected: 'yes' })).status).toBe(422);
    expect((await change(skuId, { selected: false, lineId: 'x' })).status).toBe(422);
    expect((await shopper.call('PATCH', '/api/cart', { body: {} })).status).toBe(422);
  });

  test('a SKU that does not exist', async () => {
    expect((await add('no-such-sku', 1)).json['code']).toBe('SKU_UNKNOWN');
  });

  test('more than 999 of one SKU, in one step or in two', async () => {
    expect((await add(skuId, 999)).json['code']).toBe('LIMIT_PER_ORDER');
  });
});

describe('what the shop cannot give is refused at once', () => {
  test('off the shelf, or a SKU off sale', async () => {
    const off = await aProduct(at.shop, { onShelf: false });
    expect((await add(off.skuId, 1)).json['code']).toBe('PRODUCT_UNAVAILABLE');
    const on = await aProduct(at.shop);
    await skus(at.shop).updateOne({ _id: on.skuId }, { $set: { onSale: false } });
    expect((await add(on.skuId, 1)).json['code']).toBe('PRODUCT_UNAVAILABLE');
  });

  test('more than there is, counting what is in the cart', async () => {
    const { skuId } = await aProduct(at.shop, { stock: 5 });
    await add(skuId, 3);
    const refused = await add(skuId, 3);
    expect([refused.status, refused.json['code']]).toEqual([409, 'STOCK_NOT_ENOUGH']);
    expect(refused.json['lines']).toEqual([{ skuId, requested: 6, available: 5 }]);
    expect((await change(skuId, { quantity: 6 })).json['code']).toBe('STOCK_NOT_ENOUGH');
    expect(linesOf(await cartNow())[0]?.quantity).toBe(3);
  });

  test('more than an order may hold', async () => {
    const { skuId } = await aProduct(at.shop, { limitPerOrder: 2 });
    await add(skuId, 2);
    expect((await add(skuId, 1)).json['code']).toBe('LIMIT_PER_ORDER');
  });

  test('a full cart', async () => {
    const made = await Promise.all(Array.from({ length: 4 }, () => aProduct(at.shop)));
    const answers = [];
    for (const { skuId } of made) answers.push(await add(skuId, 1));
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201, 409]);
    expect(answers.at(-1)?.json['code']).toBe('CART_FULL');
    // What is already there may still be raised.
    expect((await add(made[0]?.skuId, 1)).status).toBe(201);
  });
});

describe('what happened to a line since it was put in is told', () => {
  let skuId: string;
  let productId: string;
  beforeEach(async () => {
    ({ skuId, productId } = await aProduct(at.shop, { priceFen: 1000, stock: 8 }));
    await add(skuId, 4);
  });
  const stock = (left: number) => stockLevels(at.shop).updateOne({ _id: skuId }, { $set: { stock: left } });
  const unbuyable = { quantity: 4, selectedQuantity: 0, goodsFen: 0 };

  test.each([
    ['NOT_ENOUGH_STOCK', () => stock(3)],
    ['SOLD_OUT', () => stock(0)],
    ['OFF_SHELF', () => products(at.shop).updateOne({ _id: productId }, { $set: { onShelf: false } })],
    ['OFF_SHELF', () => skus(at.shop).updateOne({ _id: skuId }, { $set: { onSale: false } })],
    ['OFF_SHELF', () => skus(at.shop).deleteOne({ _id: skuId })],
  ])('%s, and it counts for nothing', async (problem, happens) => {
    await happens();
    const cart = await cartNow();
    expect(linesOf(cart)).toMatchObject([{ skuId, quantity: 4, problem }]);
    expect(cart.json['totals']).toEqual(unbuyable);
    const removed = await shopper.call('DELETE', `/api/cart/lines/${skuId}`);
    expect(linesOf(removed)).toEqual([]);
  });

  test('PRICE_CHANGED, and it counts at the price of today until the shopper chose again', async () => {
    await skus(at.shop).updateOne({ _id: skuId }, { $set: { priceFen: 900 } });
    const cart = await cartNow();
    expect(linesOf(cart)).toMatchObject([
      { problem: 'PRICE_CHANGED', addedPriceFen: 1000, sku: { priceFen: 900 } },
    ]);
    expect(cart.json['totals']).toMatchObject({ selectedQuantity: 4, goodsFen: 3600 });
    const chosen = await change(skuId, { quantity: 3 });
    expect(linesOf(chosen)[0]?.problem).toBeUndefined();
  });

  test('off the shelf it may be deselected but not taken in another quantity', async () => {
    await products(at.shop).updateOne({ _id: productId }, { $set: { onShelf: false } });
    expect((await change(skuId, { quantity: 2 })).json['code']).toBe('PRODUCT_UNAVAILABLE');
    expect(linesOf(await change(skuId, { selected: false }))[0]?.selected).toBe(false);
  });
});

async function quantities(): Promise<Map<string, number>> {
  return new Map(linesOf(await cartNow()).map((line) => [line.skuId, line.quantity]));
}

describe('for orders', () => {
  test('the selected lines and the number of pieces', async () => {
    const one = await aProduct(at.shop);
    const two = await aProduct(at.shop);
    await add(one.skuId, 2);
    await add(two.skuId, 3);
    await change(one.skuId, { selected: false });
    expect(await selectedCartLines(at.shop, shopper.memberId)).toEqual([
      { lineId: expect.any(String) as string, skuId: two.skuId, quantity: 3 },
    ]);
    expect(await cartQuantity(at.shop, shopper.memberId)).toBe(5);
    expect(await cartQuantity(at.shop, 'nobody')).toBe(0);
  });

  test('ordered lines leave once, and only as they were ordered', async () => {
    const [kept, gone, raised] = await Promise.all([aProduct(at.shop), aProduct(at.shop), aProduct(at.shop)]);
    for (const { skuId } of [kept, gone, raised]) await add(skuId, 2);
    await change(kept.skuId, { selected: false });
    const ordered = await selectedCartLines(at.shop, shopper.memberId);
    await add(raised.skuId, 1);
    await removeOrderedLines(at.shop, shopper.memberId, ordered);
    expect(await quantities()).toEqual(
      new Map([
        [raised.skuId, 3],
        [kept.skuId, 2],
      ]),
    );
    // Put in again, it is another line: a late second run leaves it.
    await add(gone.skuId, 2);
    const before = await carts(at.shop).findById(shopper.memberId).lean();
    await removeOrderedLines(at.shop, shopper.memberId, ordered);
    expect(await carts(at.shop).findById(shopper.memberId).lean()).toEqual(before);
    await removeOrderedLines(at.shop, shopper.memberId, []);
    await removeOrderedLines(at.shop, 'nobody', ordered);
    expect((await quantities()).get(gone.skuId)).toBe(2);
  });
});

import { removeOrderedLines } from '../../server/cart/remove-ordered-lines.ts';
import { selectedCartLines } from '../../server/cart/selected-cart-lines.ts';
import { aProduct } from '../builders/a-product.ts';
import { aShopper, type Shopper } from '../builders/a-shopper.ts';
import { meeting } from '../builders/meeting.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('cart-race');
const together = meeting();
let at: TestShop;
beforeAll(async () => {
  at = await startTestShop({ mongodbUri, points: together.points, env: { LIMIT_CART_LINES: '2' } });
});
afterAll(() => at.close());

const add = (shopper: Shopper, skuId: string, quantity: number) =>
  shopper.call('POST', '/api/cart/lines', { body: { skuId, quantity } });
async function linesOf(shopper: Shopper): Promise<[string, number][]> {
  const answer = await shopper.call('GET', '/api/cart');
  const lines = answer.json['lines'] as { skuId: string; quantity: number }[];
  return lines.map((line) => [line.skuId, line.quantity]);
}

test('a first cart made twice at once holds both SKUs', async () => {
  const shopper = await aShopper(at);
  const [one, two] = await Promise.all([aProduct(at.shop), aProduct(at.shop)]);
  together.expect('cart.read', 2);
  const added = await Promise.all([add(shopper, one.skuId, 1), add(shopper, two.skuId, 2)]);
  expect(together.arrived()).toBe(2);
  expect(added.map((answer) => answer.status)).toEqual([201, 201]);
  expect(new Map(await linesOf(shopper))).toEqual(
    new Map([
      [one.skuId, 1],
      [two.skuId, 2],
    ]),
  );
});

test.each(['first', 'old'])(
  'the same SKU twice at once in a %s cart is one line with the sum',
  async (cart) => {
    const shopper = await aShopper(at);
    const { skuId } = await aProduct(at.shop);
    if (cart === 'old') await add(shopper, skuId, 10);
    together.expect('cart.read', 2);
    const added = await Promise.all([add(shopper, skuId, 1), add(shopper, skuId, 2)]);
    expect(together.arrived()).toBe(2);
    expect(added.map((answer) => answer.status)).toEqual([201, 201]);
    expect(await linesOf(shopper)).toEqual([[skuId, cart === 'old' ? 13 : 3]]);
  },
);

test('twelve adds at once lose none', async () => {
  const shopper = await aShopper(at);
  const { skuId } = await aProduct(at.shop);
  together.expect('cart.read', 12);
  const added = await Promise.all(Array.from({ length: 12 }, () => add(shopper, skuId, 1)));
  expect(added.every((answer) => answer.status === 201)).toBe(true);
  expect(await linesOf(shopper)).toEqual([[skuId, 12]]);
});

test('two adds at once cannot pass the stock together', async () => {
  const shopper = await aShopper(at);
  const { skuId } = await aProduct(at.shop, { stock: 3 });
  together.expect('cart.read', 2);
  const added = await Promise.all([add(shopper, skuId, 2), add(shopper, skuId, 2)]);
  expect(added.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  expect(await linesOf(shopper)).toEqual([[skuId, 2]]);
});

test('two new SKUs at once cannot pass the limit of lines together', async () => {
  const shopper = await aShopper(at);
  const made = await Promise.all(Array.from({ length: 3 }, () => aProduct(at.shop)));
  const [first = '', second = '', third = ''] = made.map((product) => product.skuId);
  await add(shopper, first, 1);
  together.expect('cart.read', 2);
  const added = await Promise.all([add(shopper, second, 1), add(shopper, third, 1)]);
  expect(added.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  expect(await linesOf(shopper)).toHaveLength(2);
});

test('a quantity set while the line is taken out: it does not come back', async () => {
  const shopper = await aShopper(at);
  const { skuId } = await aProduct(at.shop);
  await add(shopper, skuId, 1);
  together.expect('cart.read', 2);
  const [changed, removed] = await Promise.all([
    shopper.call('PATCH', `/api/cart/lines/${skuId}`, { body: { quantity: 5 } }),
    shopper.call('DELETE', `/api/cart/lines/${skuId}`),
  ]);
  expect(removed.status).toBe(200);
  expect([200, 404]).toContain(changed.status);
  expect(await linesOf(shopper)).toEqual([]);
});

test('a line raised while its order clears the cart keeps what was not ordered or stays whole', async () => {
  const shopper = await aShopper(at);
  const { skuId } = await aProduct(at.shop);
  await add(shopper, skuId, 2);
  const ordered = await selectedCartLines(at.shop, shopper.memberId);
  // The add has read the cart with the line; before it writes, the order takes the line out.
  together.expect('cart.read', 2);
  const adding = add(shopper, skuId, 1);
  const until = Date.now() + 5000;
  while (together.arrived() < 1 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 5));
  await removeOrderedLines(at.shop, shopper.memberId, ordered);
  expect((await adding).status).toBe(201);
  expect(await linesOf(shopper)).toEqual([[skuId, 1]]);
});

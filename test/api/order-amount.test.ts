import { carts } from '../../server/cart/cart-model.ts';
import { orders } from '../../server/order/order-model.ts';
import { maxOrderFen } from '../../server/pricing/price-order.ts';
import { stockLevels } from '../../server/stock/stock-level-model.ts';
import { aProduct } from '../builders/a-product.ts';
import { aShopper } from '../builders/a-shopper.ts';
import { problemOf } from '../builders/route-calls.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('order-amount');
let at: TestShop;
beforeAll(async () => {
  at = await startTestShop({ mongodbUri });
});
afterAll(() => at.close());

const million = 100_000_000;

test('12 lines of 999 at a million yuan: quote and order are refused, nothing is written', async () => {
  const wish = { priceFen: million, stock: 1000, skuCount: 12 };
  const [{ skuIds }, shopper] = await Promise.all([aProduct(at.shop, wish), aShopper(at)]);
  const lines = skuIds.map((skuId) => ({ skuId, quantity: 999 }));
  const quote = await shopper.call('POST', '/api/checkout/quote', { body: { lines } });
  expect(problemOf(quote)).toMatchObject({
    status: 422,
    code: 'AMOUNT_TOO_LARGE',
    detail: '订单金额过大，请分开下单',
  });
  const placed = await shopper.order(lines);
  expect(problemOf(placed)).toMatchObject({ status: 422, code: 'AMOUNT_TOO_LARGE' });
  expect(await orders(at.shop).countDocuments({ memberId: shopper.memberId })).toBe(0);
  const levels = await stockLevels(at.shop).find({}).lean();
  expect(levels.filter(({ _id }) => skuIds.includes(_id)).map(({ stock }) => stock)).toEqual(
    skuIds.map(() => 1000),
  );
});

test('the largest order there may be is quoted and placed; one fen more is not', async () => {
  const [most, little, shopper] = await Promise.all([
    aProduct(at.shop, { priceFen: maxOrderFen / 10, stock: 20 }),
    aProduct(at.shop, { priceFen: 1 }),
    aShopper(at),
  ]);
  const lines = [{ skuId: most.skuId, quantity: 10 }];
  const over = [...lines, { skuId: little.skuId, quantity: 1 }];
  const refused = await shopper.order(over, {}, 'largest');
  expect(problemOf(refused).code).toBe('AMOUNT_TOO_LARGE');
  const quote = await shopper.call('POST', '/api/checkout/quote', { body: { lines } });
  expect(quote.json['payableFen']).toBe(maxOrderFen);
  const placed = await shopper.order(lines, {}, 'largest');
  expect([placed.status, placed.json['amounts']]).toMatchObject([201, { payableFen: maxOrderFen }]);
  expect((await shopper.call('GET', '/api/orders')).status).toBe(200);
});

test('a full cart of the dearest goods can be looked at, and is refused at the till', async () => {
  const [product, shopper] = await Promise.all([
    aProduct(at.shop, { priceFen: 10_000_000_000, stock: 1_000_000, skuCount: 120 }),
    aShopper(at),
  ]);
  const added = await shopper.call('POST', '/api/cart/lines', {
    body: { skuId: product.skuId, quantity: 999 },
  });
  expect(added.status).toBe(201);
  const [line] = (await carts(at.shop).findById(shopper.memberId).lean())?.lines ?? [];
  if (!line) throw new Error('No line in the cart');
  const lines = product.skuIds.map((skuId) => ({ ...line, skuId, lineId: `line-${skuId}` }));
  await carts(at.shop).updateOne({ _id: shopper.memberId }, { $set: { lines } });
  const cart = await shopper.call('GET', '/api/cart');
  expect([cart.status, cart.json['totals']]).toEqual([
    200,
    { quantity: 120 * 999, selectedQuantity: 120 * 999, goodsFen: 120 * 999 * 10_000_000_000 },
  ]);
  const quote = await shopper.call('POST', '/api/checkout/quote', { body: { fromCart: true } });
  expect(problemOf(quote).code).toBe('AMOUNT_TOO_LARGE');
});

import { aProduct } from '../builders/a-product.ts';
import { aShopper } from '../builders/a-shopper.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

describe.each(['v2', 'v3'] as const)('a purchase, WeChat Pay %s', (payApi) => {
  const mongodbUri = testDatabaseUri(`purchase-${payApi}`);
  let at: TestShop;
  beforeAll(async () => {
    at = await startTestShop({ mongodbUri, payApi });
  });
  afterAll(() => at.close());

  test.each(['NATIVE', 'JSAPI'] as const)('from the cart to paid, by %s', async (tradeType) => {
    const product = await aProduct(at.shop, { skuCount: 2, stock: 10, priceFen: 1990 });
    const shopper = await aShopper(at);
    const [first = '', second = ''] = product.skuIds;
    await shopper.call('POST', '/api/cart/lines', { body: { skuId: first, quantity: 2 } });
    const cart = await shopper.call('POST', '/api/cart/lines', { body: { skuId: second, quantity: 1 } });
    expect(cart.status).toBe(201);
    expect(cart.json['totals']).toMatchObject({ selectedQuantity: 3, goodsFen: 5970 });

    const { addressId } = shopper;
    const quote = await shopper.call('POST', '/api/checkout/quote', { body: { fromCart: true, addressId } });
    expect(quote.json).toMatchObject({ payableFen: 5970, problems: [] });
    const placed = await shopper.call('POST', '/api/orders', {
      body: { fromCart: true, addressId, expectedPayableFen: 5970 },
      headers: { 'Idempotency-Key': `cart-${tradeType}` },
    });
    expect([placed.status, placed.json['state']]).toEqual([201, 'awaiting-payment']);
    const { orderNo } = placed.json;

    const emptied = await shopper.call('GET', '/api/cart');
    expect(emptied.json['lines']).toEqual([]);
    const page = await at.call('GET', `/api/products/${product.productId}`);
    expect((page.json['skus'] as { stock: number }[]).map((sku) => sku.stock)).toEqual([8, 9]);

    const paying = await shopper.call('POST', `/api/orders/${String(orderNo)}/payments`, {
      body: { tradeType },
    });
    expect(paying.status).toBe(201);
    const jsapi = paying.json['jsapi'] as Record<string, string> | undefined;
    const with_ = jsapi
      ? { prepayId: jsapi['package']?.replace('prepay_id=', ''), ...jsapi }
      : { codeUrl: paying.json['codeUrl'] };
    const paid = await at.control('POST', '/emulator/payments', { ...with_, openid: shopper.openid });
    expect([paid.status, paid.json['tradeState']]).toEqual([200, 'SUCCESS']);

    const path = `/api/orders/${String(orderNo)}`;
    for (let tries = 0; tries < 50; tries += 1) {
      const order = await shopper.call('GET', path);
      if (order.json['state'] === 'awaiting-shipment') break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect((await shopper.call('GET', path)).json['state']).toBe('awaiting-shipment');
    expect((await shopper.call('GET', `${path}/payment`)).json['state']).toBe('paid');
    await at.settle();
    const me = await shopper.call('GET', '/api/me');
    expect(me.json['points']).toBe(10);
  });
});

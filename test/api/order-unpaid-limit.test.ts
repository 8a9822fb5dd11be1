import { aProduct } from '../builders/a-product.ts';
import { aShopper } from '../builders/a-shopper.ts';
import { knownMerchant } from '../builders/known-merchant.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('unpaid-limit');
let at: TestShop;
beforeAll(async () => {
  at = await startTestShop({
    mongodbUri,
    env: { LIMIT_UNPAID_ORDERS_PER_MEMBER: '20' },
    emulator: { credentials: knownMerchant },
  });
});
afterAll(() => at.close());

test('60 orders of one shopper at once: as many as may be unpaid are placed, not one more or less', async () => {
  const { skuId } = await aProduct(at.shop, { stock: 500 });
  const shopper = await aShopper(at);
  const answers = await Promise.all(
    Array.from({ length: 60 }, () => shopper.order([{ skuId, quantity: 1 }])),
  );
  const codes = answers.map((answer) => (answer.status === 201 ? 'placed' : String(answer.json['code'])));
  expect(codes.filter((code) => code === 'placed')).toHaveLength(20);
  expect(codes.filter((code) => code === 'TOO_MANY_UNPAID_ORDERS')).toHaveLength(40);
  const [first] = answers.filter((answer) => answer.status === 201);
  const path = `/api/orders/${String(first?.json['orderNo'])}/cancel`;
  expect((await shopper.call('POST', path, { body: { reason: '不想要了' } })).status).toBe(200);
  expect((await shopper.order([{ skuId, quantity: 1 }])).status).toBe(201);
  expect((await shopper.order([{ skuId, quantity: 1 }])).json['code']).toBe('TOO_MANY_UNPAID_ORDERS');
});

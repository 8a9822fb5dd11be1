import { orders } from '../../server/order/order-model.ts';
import { createLog } from '../../server/platform/log.ts';
import { anUnpaidOrder } from '../builders/a-purchase.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('platform-log');
let at: TestShop;
beforeAll(async () => {
  at = await startTestShop({ mongodbUri });
});
afterAll(() => at.close());

test('an order that MongoDB refuses in a bulk write leaves nothing of its shopper in the log', async () => {
  const { orderNo } = await anUnpaidOrder(at);
  const order = await orders(at.shop).findById(orderNo).lean();
  if (!order) throw new Error('No order');
  const refusal = await orders(at.shop)
    .collection.insertMany([order as never], { ordered: false })
    .then(() => null)
    .catch((error: unknown) => error);
  // The error itself carries the order: else this test would prove nothing.
  const { receiver, memberId, idempotencyKey } = JSON.parse(JSON.stringify(order)) as Record<string, unknown>;
  const personal = [...Object.values(receiver ?? {}).map(String), String(memberId), String(idempotencyKey)];
  const { phone } = receiver as { phone: string };
  expect(JSON.stringify(refusal)).toContain(phone);
  const lines: string[] = [];
  createLog('error', { write: (line) => lines.push(line) }).error({ err: refusal }, 'group failed');
  expect(lines.join()).toContain('E11000 duplicate key error');
  expect(lines.join()).toContain('BulkWriteError');
  for (const value of personal.filter((text) => text.length > 3)) expect(lines.join()).not.toContain(value);
});

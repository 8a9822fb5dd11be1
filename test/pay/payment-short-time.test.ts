import { anUnpaidOrder, askToPay, payAtWechat, startPayment, stateOf } from '../builders/a-purchase.ts';
import { auditBooks } from '../builders/audit-books.ts';
import { eventually } from '../builders/eventually.ts';
import { knownMerchant } from '../builders/known-merchant.ts';
import { problemOf } from '../builders/route-calls.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

/** A shop whose orders wait for payment only this long. */
describe('a shop that gives shoppers half a minute to pay', () => {
  const mongodbUri = testDatabaseUri('payment-short-time');
  let at: TestShop;
  beforeAll(async () => {
    const env = { ORDER_PAY_TIMEOUT_SECONDS: '30' };
    at = await startTestShop({ mongodbUri, env, emulator: { credentials: knownMerchant } });
  });
  afterAll(() => at.close());

  test('can be paid at all', async () => {
    const purchase = await anUnpaidOrder(at);
    expect((await payAtWechat(at, purchase, await startPayment(purchase))).status).toBe(200);
    await eventually(
      () => stateOf(purchase),
      (state) => state === 'awaiting-shipment',
    );
  });

  test('takes no new payment in the second half of it', async () => {
    const purchase = await anUnpaidOrder(at);
    at.clock.advance(16_000);
    const answer = await askToPay(purchase);
    expect([answer.status, problemOf(answer).code]).toEqual([409, 'ORDER_EXPIRING']);
  });

  test('closes the order after it', async () => {
    const purchase = await anUnpaidOrder(at);
    await startPayment(purchase);
    at.clock.advance(30_000);
    await at.runJobs();
    expect(await stateOf(purchase)).toBe('closed');
  });

  test('at the end the books fit', async () => {
    expect(await auditBooks(at)).toEqual([]);
  });
});

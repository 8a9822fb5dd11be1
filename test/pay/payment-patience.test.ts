import { orders } from '../../server/order/order-model.ts';
import { closeExpiredOrders } from '../../server/payment/close-expired.ts';
import { payments } from '../../server/payment/payment-model.ts';
import { trusted } from '../../server/platform/mongo/model.ts';
import { queryUnpaidPayments } from '../../server/payment/query-unpaid.ts';
import {
  anUnpaidOrder,
  askToPay,
  cancel,
  dropNotices,
  faults,
  payAtWechat,
  type Purchase,
  startPayment,
  stateOf,
} from '../builders/a-purchase.ts';
import { auditBooks } from '../builders/audit-books.ts';
import { knownMerchant } from '../builders/known-merchant.ts';
import { problemOf } from '../builders/route-calls.ts';
import { steps } from '../builders/steps.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const hanging = { action: 'timeout', ms: 30_000 };

describe.each(['v2', 'v3'] as const)('while WeChat Pay %s hangs', (payApi) => {
  const mongodbUri = testDatabaseUri(`payment-patience-${payApi}`);
  const { points, next } = steps();
  let at: TestShop;
  beforeAll(async () => {
    at = await startTestShop({ mongodbUri, payApi, points, emulator: { credentials: knownMerchant } });
  });
  afterEach(() => faults(at));
  afterAll(() => at.close());

  async function timed<T>(act: () => Promise<T>): Promise<[T, number]> {
    const begun = performance.now();
    return [await act(), performance.now() - begun];
  }
  const poll = ({ shopper, path }: Purchase) => shopper.call('GET', `${path}/payment`);
  const questions = async (): Promise<number> => {
    const { rules } = (await at.control('GET', '/emulator/faults')).json as { rules: { used: number }[] };
    return rules[0]?.used ?? 0;
  };
  const dueOf = (made: readonly Purchase[]) =>
    payments(at.shop)
      .find({ orderNo: trusted({ $in: made.map(({ orderNo }) => orderNo) }), queries: 0 })
      .countDocuments();
  const openOrders = (many: number) =>
    Promise.all(
      Array.from({ length: many }, async () => {
        const purchase = await anUnpaidOrder(at);
        await startPayment(purchase);
        return purchase;
      }),
    );

  describe('a shopper waits', () => {
    test('a few seconds for a poll, and is told what is known', async () => {
      const purchase = await anUnpaidOrder(at);
      await startPayment(purchase);
      await faults(at, [{ on: 'orderquery', ...hanging }]);
      const [answer, ms] = await timed(() => poll(purchase));
      expect([answer.status, answer.json]).toEqual([200, { state: 'unpaid' }]);
      expect(ms).toBeLessThan(4000);
    });

    test.each(['orderquery', 'closeorder'])('a few seconds for cancelling, %s', async (on) => {
      const purchase = await anUnpaidOrder(at);
      await startPayment(purchase);
      await faults(at, [{ on, ...hanging }]);
      const [answer, ms] = await timed(() => cancel(purchase));
      expect([answer.status, problemOf(answer).code]).toEqual([503, 'WECHAT_UNAVAILABLE']);
      expect(ms).toBeLessThan(8000);
      expect(await stateOf(purchase)).toBe('awaiting-payment');
    });

    test('a few seconds for a payment', async () => {
      const purchase = await anUnpaidOrder(at);
      await faults(at, [{ on: 'unifiedorder', action: 'delay', ms: 30_000 }]);
      const [answer, ms] = await timed(() => askToPay(purchase));
      expect([answer.status, problemOf(answer).code]).toEqual([503, 'WECHAT_UNAVAILABLE']);
      expect(ms).toBeLessThan(4000);
    });

    test('only for WeChat: an error of ours is not told as an unpaid order', async () => {
      const purchase = await anUnpaidOrder(at);
      const started = await startPayment(purchase);
      await dropNotices(at);
      await payAtWechat(at, purchase, started);
      next('payment.before-commit', () => {
        throw new Error('a bug');
      });
      expect((await poll(purchase)).status).toBe(500);
      at.clock.advance(3000);
      expect((await poll(purchase)).json['state']).toBe('paid');
    });
  });

  describe('a job gives up soon', () => {
    test('asking about unpaid payments; the rest is asked when WeChat is back', async () => {
      const made = await openOrders(16);
      at.clock.advance(60_000);
      await faults(at, [{ on: 'orderquery', action: 'error' }]);
      await queryUnpaidPayments(at.shop);
      // Three in a row, and those that were under way beside them; each is tried three times.
      expect(await questions()).toBeLessThanOrEqual((3 + 4) * 3);
      expect(await dueOf(made)).toBeGreaterThanOrEqual(16 - 7);
      await faults(at);
      await queryUnpaidPayments(at.shop);
      expect(await dueOf(made)).toBe(0);
    });

    test('closing orders that were not paid in time; the rest stays due', async () => {
      const made = await openOrders(24);
      at.clock.advance(1800_000);
      await faults(at, [{ on: 'orderquery', action: 'error' }]);
      await closeExpiredOrders(at.shop);
      expect(await questions()).toBeLessThanOrEqual((3 + 8) * 3);
      await faults(at);
      await closeExpiredOrders(at.shop);
      // Those that were begun, and no others, wait for their next turn (the older ones of other tests come first).
      const left = await orders(at.shop).countDocuments({ state: 'awaiting-payment' });
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThanOrEqual(11);
      at.clock.advance(30_000);
      await closeExpiredOrders(at.shop);
      for (const purchase of made) expect(await stateOf(purchase)).toBe('closed');
    });
  });

  test('at the end the books fit', async () => {
    expect(await auditBooks(at)).toEqual([]);
  });
});

import { incidents } from '../../server/incident/incident-model.ts';
import { orders } from '../../server/order/order-model.ts';
import { closeExpiredOrders } from '../../server/payment/close-expired.ts';
import { payments } from '../../server/payment/payment-model.ts';
import { queryUnpaidPayments } from '../../server/payment/query-unpaid.ts';
import { stockLevels } from '../../server/stock/stock-level-model.ts';
import {
  anUnpaidOrder,
  cancel,
  dropNotices,
  faults,
  payAtWechat,
  type Purchase,
  startPayment,
  stateOf,
} from '../builders/a-purchase.ts';
import { auditBooks } from '../builders/audit-books.ts';
import { eventually } from '../builders/eventually.ts';
import { knownMerchant } from '../builders/known-merchant.ts';
import { deliver, isAcknowledged, paidNotice } from '../builders/paid-notice.ts';
import { problemOf } from '../builders/route-calls.ts';
import { steps } from '../builders/steps.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const timeoutMs = 1800_000;

describe.each(['v2', 'v3'] as const)('closing an unpaid order, WeChat Pay %s', (payApi) => {
  const mongodbUri = testDatabaseUri(`payment-close-${payApi}`);
  const { points, next } = steps();
  let at: TestShop;
  beforeAll(async () => {
    at = await startTestShop({ mongodbUri, payApi, points, emulator: { credentials: knownMerchant } });
  });
  afterEach(async () => {
    await faults(at);
    // What a test left open is closed, so that the next one's jobs find only its own orders.
    at.clock.advance(2 * timeoutMs);
    await closeExpiredOrders(at.shop);
  });
  afterAll(() => at.close());

  const stockOf = async ({ skuId }: Purchase) => {
    const level = await stockLevels(at.shop).findById(skuId).lean();
    return [level?.stock, level?.sold];
  };
  const orderOf = ({ orderNo }: Purchase) => orders(at.shop).findById(orderNo).lean();
  const atWechat = async (paymentNo: string) =>
    (await at.control('GET', `/emulator/payments/${paymentNo}`)).json['tradeState'];

  async function expectPaid(purchase: Purchase): Promise<void> {
    expect(await stateOf(purchase)).toBe('awaiting-shipment');
    expect(await stockOf(purchase)).toEqual([9, 1]);
  }
  async function expectClosed(purchase: Purchase, reason: string): Promise<void> {
    const order = await orderOf(purchase);
    expect([order?.state, order?.closedReason, order?.closeAttemptAt]).toEqual(['closed', reason, null]);
    expect(await stockOf(purchase)).toEqual([10, 0]);
  }
  async function expectUntouched(purchase: Purchase): Promise<void> {
    expect(await stateOf(purchase)).toBe('awaiting-payment');
    expect(await stockOf(purchase)).toEqual([9, 1]);
  }

  describe('cancelled by the shopper', () => {
    test('the number is closed at WeChat first: the old code takes no money', async () => {
      const purchase = await anUnpaidOrder(at, { stock: 10 });
      const started = await startPayment(purchase, 'NATIVE');
      expect((await cancel(purchase)).json['state']).toBe('closed');
      expect(await atWechat(started.paymentNo)).toBe('CLOSED');
      expect((await payAtWechat(at, purchase, started)).status).toBe(409);
      await expectClosed(purchase, 'buyer');
    });

    test('paid at WeChat, but unheard: it becomes paid instead', async () => {
      const purchase = await anUnpaidOrder(at, { stock: 10 });
      const started = await startPayment(purchase);
      await dropNotices(at);
      await payAtWechat(at, purchase, started);
      const answer = await cancel(purchase);
      expect([answer.status, problemOf(answer).code]).toEqual([409, 'ORDER_STATE_CONFLICT']);
      await expectPaid(purchase);
    });

    test('paid between the question and the close: it becomes paid instead', async () => {
      const purchase = await anUnpaidOrder(at, { stock: 10 });
      const started = await startPayment(purchase);
      await dropNotices(at);
      next('payment.before-close', () => payAtWechat(at, purchase, started));
      const answer = await cancel(purchase);
      expect([answer.status, problemOf(answer).code]).toEqual([409, 'ORDER_STATE_CONFLICT']);
      await expectPaid(purchase);
    });

    test('after the close no money can come before the stock is released', async () => {
      const purchase = await anUnpaidOrder(at, { stock: 10 });
      const started = await startPayment(purchase);
      let late = 0;
      next('payment.before-release', async () => {
        late = (await payAtWechat(at, purchase, started)).status;
      });
      expect((await cancel(purchase)).status).toBe(200);
      expect(late).toBe(409);
      await expectClosed(purchase, 'buyer');
    });

    test('a true notification heard just before the release: paid, nothing released', async () => {
      const purchase = await anUnpaidOrder(at, { stock: 10 });
      const { paymentNo } = await startPayment(purchase);
      next('payment.before-release', async () => {
        const notice = paidNotice(at, { paymentNo, amountFen: purchase.payableFen });
        expect(isAcknowledged(at, await deliver(at, notice))).toBe(true);
        await eventually(
          () => stateOf(purchase),
          (state) => state === 'awaiting-shipment',
        );
      });
      const answer = await cancel(purchase);
      expect([answer.status, problemOf(answer).code]).toEqual([409, 'ORDER_STATE_CONFLICT']);
      await expectPaid(purchase);
    });

    test('ten times at once with a payment open: released once', async () => {
      const purchase = await anUnpaidOrder(at, { stock: 10 });
      await startPayment(purchase);
      const answers = await Promise.all(Array.from({ length: 10 }, () => cancel(purchase)));
      for (const { status, json } of answers) expect([status, json['state']]).toEqual([200, 'closed']);
      await expectClosed(purchase, 'buyer');
    });

    test.each([
      ['orderquery', 'timeout'],
      ['orderquery', 'error'],
      ['closeorder', 'timeout'],
      ['closeorder', 'error'],
    ])('WeChat down at %s (%s): 503, nothing released; closed when it is back', async (on, action) => {
      const purchase = await anUnpaidOrder(at, { stock: 10 });
      await startPayment(purchase);
      await faults(at, [{ on, action }]);
      const answer = await cancel(purchase);
      expect([answer.status, problemOf(answer).code]).toEqual([503, 'WECHAT_UNAVAILABLE']);
      await expectUntouched(purchase);
      await faults(at);
      expect((await cancel(purchase)).status).toBe(200);
      await expectClosed(purchase, 'buyer');
    });

    test.each(['error-after', 'timeout-after'])(
      '%s of the close: 503, nothing released; cancelled again, closed once',
      async (action) => {
        const purchase = await anUnpaidOrder(at, { stock: 10 });
        await startPayment(purchase);
        await faults(at, [{ on: 'closeorder', action, times: 1 }]);
        expect((await cancel(purchase)).status).toBe(503);
        await expectUntouched(purchase);
        expect((await cancel(purchase)).status).toBe(200);
        await expectClosed(purchase, 'buyer');
      },
    );

    test('without a payment WeChat is not needed', async () => {
      const purchase = await anUnpaidOrder(at, { stock: 10 });
      await faults(at, [
        { on: 'orderquery', action: 'error' },
        { on: 'closeorder', action: 'error' },
      ]);
      expect((await cancel(purchase)).status).toBe(200);
      await expectClosed(purchase, 'buyer');
    });
  });

  describe('not paid in time', () => {
    test('not a moment before, at once after', async () => {
      const [bare, started] = [
        await anUnpaidOrder(at, { stock: 10 }),
        await anUnpaidOrder(at, { stock: 10 }),
      ];
      const { paymentNo } = await startPayment(started);
      const payBefore = (await orderOf(bare))?.payBefore.getTime() ?? 0;
      at.clock.advance(payBefore - 2000 - at.clock.now().getTime());
      await closeExpiredOrders(at.shop);
      await Promise.all([bare, started].map(expectUntouched));
      at.clock.advance(7000);
      await at.runJobs();
      for (const purchase of [bare, started]) await expectClosed(purchase, 'timeout');
      expect(await atWechat(paymentNo)).toBe('CLOSED');
    });

    test('paid in the last moment, but unheard: WeChat is asked, the order is paid', async () => {
      const purchase = await anUnpaidOrder(at, { stock: 10 });
      const started = await startPayment(purchase);
      // Not the query job, but the close itself has to find it.
      await payments(at.shop).updateOne({ _id: started.paymentNo }, { $set: { nextQueryAt: null } });
      at.clock.advance(timeoutMs - 5000);
      await dropNotices(at);
      expect((await payAtWechat(at, purchase, started)).status).toBe(200);
      at.clock.advance(10_000);
      await at.runJobs();
      await expectPaid(purchase);
    });

    test.each(['timeout', 'error'])('WeChat down (%s): nothing released, closed later', async (action) => {
      const purchase = await anUnpaidOrder(at, { stock: 10 });
      await startPayment(purchase);
      await faults(at, [{ on: 'orderquery', action }]);
      at.clock.advance(timeoutMs);
      await closeExpiredOrders(at.shop);
      await expectUntouched(purchase);
      await faults(at);
      at.clock.advance(15_000);
      await closeExpiredOrders(at.shop);
      await expectUntouched(purchase);
      at.clock.advance(15_000);
      await closeExpiredOrders(at.shop);
      await expectClosed(purchase, 'timeout');
    });

    test('two workers at once release once', async () => {
      const made = await Promise.all(
        Array.from({ length: 5 }, async () => {
          const purchase = await anUnpaidOrder(at, { stock: 10 });
          await startPayment(purchase);
          return purchase;
        }),
      );
      at.clock.advance(timeoutMs);
      await Promise.all([1, 2, 3].map(() => closeExpiredOrders(at.shop)));
      for (const purchase of made) await expectClosed(purchase, 'timeout');
    });

    test('a crash before the release only delays it', async () => {
      const purchase = await anUnpaidOrder(at, { stock: 10 });
      await startPayment(purchase);
      at.clock.advance(timeoutMs);
      next('payment.before-release', () => {
        throw new Error('crashed');
      });
      await closeExpiredOrders(at.shop);
      await expectUntouched(purchase);
      at.clock.advance(30_000);
      await closeExpiredOrders(at.shop);
      await expectClosed(purchase, 'timeout');
    });

    test('money of a wrong amount: the order is held for a person, not released', async () => {
      const purchase = await anUnpaidOrder(at, { stock: 10 });
      const started = await startPayment(purchase);
      await dropNotices(at);
      await payAtWechat(at, purchase, started);
      await payments(at.shop).updateOne({ _id: started.paymentNo }, { $set: { amountFen: 5 } });
      const cancelled = await cancel(purchase);
      expect([cancelled.status, problemOf(cancelled).code]).toEqual([409, 'PAYMENT_IN_PROGRESS']);
      at.clock.advance(timeoutMs);
      await closeExpiredOrders(at.shop);
      await expectUntouched(purchase);
      const incident = await incidents(at.shop).findById(`AMOUNT_MISMATCH:${started.paymentNo}`).lean();
      expect(incident?.evidence).toMatchObject({ expected: { amountFen: 5 }, reported: { amountFen: 1990 } });
      const again = (await orderOf(purchase))?.closeAttemptAt?.getTime() ?? 0;
      expect(again - at.clock.now().getTime()).toBeGreaterThan(3_500_000);
    });
  });

  test('pay, cancel, poll, query and time-out all at once: money and stock fit every time', async () => {
    const made = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        const purchase = await anUnpaidOrder(at, { stock: 10 });
        return { purchase, started: await startPayment(purchase, index % 2 ? 'JSAPI' : 'NATIVE') };
      }),
    );
    at.clock.advance(15_000);
    await faults(at, [{ on: 'notify', action: 'drop', probability: 0.5 }]);
    await Promise.all([
      ...made.flatMap(({ purchase, started }) => [
        payAtWechat(at, purchase, started),
        cancel(purchase),
        purchase.shopper.call('GET', `${purchase.path}/payment`),
        startPayment(purchase, 'NATIVE').catch(() => null),
      ]),
      queryUnpaidPayments(at.shop),
    ]);
    at.clock.advance(timeoutMs);
    await Promise.all([closeExpiredOrders(at.shop), queryUnpaidPayments(at.shop)]);
    at.clock.advance(30_000);
    await closeExpiredOrders(at.shop);
    for (const { purchase, started } of made) {
      const state = await stateOf(purchase);
      const taken = await atWechat(started.paymentNo);
      expect([state, taken]).toEqual(
        state === 'closed' ? ['closed', 'CLOSED'] : ['awaiting-shipment', 'SUCCESS'],
      );
    }
  });

  test('at the end the books fit', async () => {
    expect(await auditBooks(at)).toEqual([]);
  });
});

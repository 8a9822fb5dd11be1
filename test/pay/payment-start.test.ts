import { gatewayOf } from '../../server/payment/gateway.ts';
import { payments } from '../../server/payment/payment-model.ts';
import {
  anUnpaidOrder,
  askToPay,
  cancel,
  dropNotices,
  faults,
  payAtWechat,
  paymentOf,
  startPayment,
  stateOf,
} from '../builders/a-purchase.ts';
import { auditBooks } from '../builders/audit-books.ts';
import { eventually } from '../builders/eventually.ts';
import { knownMerchant } from '../builders/known-merchant.ts';
import { problemOf } from '../builders/route-calls.ts';
import { steps } from '../builders/steps.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

describe.each(['v2', 'v3'] as const)('starting to pay, WeChat Pay %s', (payApi) => {
  const mongodbUri = testDatabaseUri(`payment-start-${payApi}`);
  const { points, next, hold } = steps();
  let at: TestShop;
  beforeAll(async () => {
    at = await startTestShop({ mongodbUri, payApi, points, emulator: { credentials: knownMerchant } });
  });
  afterEach(() => faults(at));
  afterAll(() => at.close());

  const attemptsOf = (orderNo: string) => payments(at.shop).find({ orderNo }).sort({ createdAt: 1 }).lean();
  const statesOf = async (orderNo: string) => (await attemptsOf(orderNo)).map(({ state }) => state);
  const atWechat = async (paymentNo: string) =>
    (await at.control('GET', `/emulator/payments/${paymentNo}`)).json['tradeState'];
  const paid = async (purchase: Parameters<typeof stateOf>[0]) =>
    eventually(
      () => stateOf(purchase),
      (state) => state === 'awaiting-shipment',
    );

  describe('pressing pay twice', () => {
    test.each(['JSAPI', 'NATIVE'] as const)('%s goes on with the same payment', async (tradeType) => {
      const purchase = await anUnpaidOrder(at);
      const [one, two] = [await startPayment(purchase, tradeType), await startPayment(purchase, tradeType)];
      expect(two.paymentNo).toBe(one.paymentNo);
      expect([two.payWith['package'], two.payWith['codeUrl']]).toEqual([
        one.payWith['package'],
        one.payWith['codeUrl'],
      ]);
      expect(await attemptsOf(purchase.orderNo)).toHaveLength(1);
    });

    test('ten times at once opens one attempt, and every answer can pay it', async () => {
      const purchase = await anUnpaidOrder(at);
      const answers = await Promise.all(Array.from({ length: 10 }, () => askToPay(purchase)));
      const started = answers.map(paymentOf);
      expect(new Set(started.map(({ paymentNo }) => paymentNo)).size).toBe(1);
      expect(await statesOf(purchase.orderNo)).toEqual(['pending']);
      const charges = await Promise.all(started.map((one) => payAtWechat(at, purchase, one)));
      expect(charges.filter(({ status }) => status === 200)).toHaveLength(1);
      await paid(purchase);
    });

    test('as JSAPI and NATIVE at once never leaves two codes that take money', async () => {
      const purchase = await anUnpaidOrder(at);
      const answers = await Promise.all(
        (['JSAPI', 'NATIVE', 'JSAPI', 'NATIVE'] as const).map((tradeType) => askToPay(purchase, tradeType)),
      );
      for (const { status } of answers) expect([201, 409]).toContain(status);
      const given = answers.filter(({ status }) => status === 201).map(paymentOf);
      const charges = await Promise.all(given.map((one) => payAtWechat(at, purchase, one)));
      expect(charges.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
      expect((await statesOf(purchase.orderNo)).filter((state) => state === 'pending').length).toBeLessThan(
        2,
      );
    });
  });

  test('another trade type closes the first number at WeChat before it gives a second', async () => {
    const purchase = await anUnpaidOrder(at);
    const jsapi = await startPayment(purchase, 'JSAPI');
    const native = await startPayment(purchase, 'NATIVE');
    expect(native.paymentNo).not.toBe(jsapi.paymentNo);
    expect(await atWechat(jsapi.paymentNo)).toBe('CLOSED');
    expect(await statesOf(purchase.orderNo)).toEqual(['closed', 'pending']);
    expect((await payAtWechat(at, purchase, jsapi)).status).toBe(409);
    expect((await payAtWechat(at, purchase, native)).status).toBe(200);
    await paid(purchase);
  });

  test('another trade type after the first was paid unheard: the order is paid, no second code', async () => {
    const purchase = await anUnpaidOrder(at);
    const jsapi = await startPayment(purchase, 'JSAPI');
    await dropNotices(at);
    await payAtWechat(at, purchase, jsapi);
    const answer = await askToPay(purchase, 'NATIVE');
    expect([answer.status, problemOf(answer).code]).toEqual([409, 'ORDER_STATE_CONFLICT']);
    expect(await stateOf(purchase)).toBe('awaiting-shipment');
    expect(await statesOf(purchase.orderNo)).toEqual(['paid']);
  });

  test('an order WeChat will not close yet gets no second number', async () => {
    const purchase = await anUnpaidOrder(at);
    await startPayment(purchase, 'JSAPI');
    await at.control('PUT', '/emulator/settings', { closeMinAgeSeconds: 300 });
    const answer = await askToPay(purchase, 'NATIVE');
    const cancelled = await cancel(purchase);
    await at.control('PUT', '/emulator/settings', { closeMinAgeSeconds: 0 });
    expect([answer, cancelled].map((one) => [one.status, problemOf(one).code])).toEqual([
      [409, 'PAYMENT_IN_PROGRESS'],
      [409, 'PAYMENT_IN_PROGRESS'],
    ]);
    expect(await statesOf(purchase.orderNo)).toEqual(['pending']);
  });

  describe('a payment that failed at the bank', () => {
    test('can be tried again with another number', async () => {
      const purchase = await anUnpaidOrder(at);
      const first = await startPayment(purchase);
      expect((await payAtWechat(at, purchase, first, 'fail')).json['tradeState']).toBe('PAYERROR');
      const second = await startPayment(purchase);
      expect(second.paymentNo).not.toBe(first.paymentNo);
      expect(await statesOf(purchase.orderNo)).toEqual(['failed', 'pending']);
      expect((await payAtWechat(at, purchase, second)).status).toBe(200);
      await paid(purchase);
    });

    test('is told as failed to who asks, and the order stays payable', async () => {
      const purchase = await anUnpaidOrder(at);
      await payAtWechat(at, purchase, await startPayment(purchase), 'fail');
      const asked = await purchase.shopper.call('GET', `${purchase.path}/payment`);
      expect(asked.json).toEqual({ state: 'failed' });
      expect(await stateOf(purchase)).toBe('awaiting-payment');
      await startPayment(purchase);
      const again = await purchase.shopper.call('GET', `${purchase.path}/payment`);
      expect(again.json).toEqual({ state: 'unpaid' });
    });

    test('is not over while WeChat will not close its number', async () => {
      const purchase = await anUnpaidOrder(at);
      const started = await startPayment(purchase);
      await payAtWechat(at, purchase, started, 'fail');
      await at.control('PUT', '/emulator/settings', { closeMinAgeSeconds: 300 });
      const refused = [await askToPay(purchase), await cancel(purchase)];
      await purchase.shopper.call('GET', `${purchase.path}/payment`);
      await at.control('PUT', '/emulator/settings', { closeMinAgeSeconds: 0 });
      expect(refused.map((one) => [one.status, problemOf(one).code])).toEqual([
        [409, 'PAYMENT_IN_PROGRESS'],
        [409, 'PAYMENT_IN_PROGRESS'],
      ]);
      expect([await stateOf(purchase), await statesOf(purchase.orderNo)]).toEqual([
        'awaiting-payment',
        ['pending'],
      ]);
      expect((await cancel(purchase)).status).toBe(200);
      expect([await statesOf(purchase.orderNo), await atWechat(started.paymentNo)]).toEqual([
        ['failed'],
        'CLOSED',
      ]);
    });

    test('does not keep its order from being cancelled', async () => {
      const purchase = await anUnpaidOrder(at);
      await payAtWechat(at, purchase, await startPayment(purchase), 'fail');
      expect((await cancel(purchase)).status).toBe(200);
    });
  });

  test('turning away at WeChat changes nothing: the same code still pays', async () => {
    const purchase = await anUnpaidOrder(at);
    const started = await startPayment(purchase);
    await payAtWechat(at, purchase, started, 'cancel');
    expect((await purchase.shopper.call('GET', `${purchase.path}/payment`)).json).toEqual({
      state: 'unpaid',
    });
    expect((await startPayment(purchase)).paymentNo).toBe(started.paymentNo);
    expect((await payAtWechat(at, purchase, started)).status).toBe(200);
    await paid(purchase);
  });

  test('paid unheard, then pay pressed again: told at once, no dead code handed out', async () => {
    const purchase = await anUnpaidOrder(at);
    await dropNotices(at);
    await payAtWechat(at, purchase, await startPayment(purchase));
    const answer = await askToPay(purchase);
    expect([answer.status, problemOf(answer).code]).toEqual([409, 'ORDER_STATE_CONFLICT']);
    expect(await stateOf(purchase)).toBe('awaiting-shipment');
  });

  describe('when it may not be paid', () => {
    test('less than a minute before the order closes', async () => {
      const purchase = await anUnpaidOrder(at);
      at.clock.advance(1800_000 - 59_000);
      const answer = await askToPay(purchase);
      expect([answer.status, problemOf(answer).code]).toEqual([409, 'ORDER_EXPIRING']);
      expect(await attemptsOf(purchase.orderNo)).toEqual([]);
    });

    test('closed or paid', async () => {
      const closed = await anUnpaidOrder(at);
      await cancel(closed);
      const done = await anUnpaidOrder(at);
      await payAtWechat(at, done, await startPayment(done));
      await paid(done);
      for (const purchase of [closed, done]) {
        const answer = await askToPay(purchase);
        expect([answer.status, problemOf(answer).code]).toEqual([409, 'ORDER_STATE_CONFLICT']);
      }
    });

    test.each(['MWEB', 'jsapi', '', null, { $ne: '' }])('by the trade type %j', async (tradeType) => {
      const purchase = await anUnpaidOrder(at);
      const answer = await purchase.shopper.call('POST', `${purchase.path}/payments`, {
        body: { tradeType },
      });
      expect([answer.status, problemOf(answer).code]).toEqual([422, 'INVALID_REQUEST']);
      expect(await attemptsOf(purchase.orderNo)).toEqual([]);
    });
  });

  describe('WeChat does not answer', () => {
    test.each(['timeout', 'error'])(
      '%s at prepay: 503, and a later try uses the same number',
      async (action) => {
        const purchase = await anUnpaidOrder(at);
        await faults(at, [{ on: 'unifiedorder', action }]);
        const down = await askToPay(purchase);
        expect([down.status, problemOf(down).code]).toEqual([503, 'WECHAT_UNAVAILABLE']);
        expect(down.headers.get('retry-after')).toMatch(/^\d+$/);
        const [waiting] = await attemptsOf(purchase.orderNo);
        await faults(at);
        const started = await startPayment(purchase);
        expect(started.paymentNo).toBe(waiting?._id);
        expect((await payAtWechat(at, purchase, started)).status).toBe(200);
        await paid(purchase);
      },
    );

    test.each(['error-after', 'timeout-after'])(
      '%s at prepay: 503 at once, the next try is a repeat, one order at WeChat',
      async (action) => {
        const purchase = await anUnpaidOrder(at);
        await faults(at, [{ on: 'unifiedorder', action, times: 1 }]);
        expect((await askToPay(purchase)).status).toBe(503);
        const started = await startPayment(purchase);
        expect(await attemptsOf(purchase.orderNo)).toHaveLength(1);
        expect((await payAtWechat(at, purchase, started)).status).toBe(200);
        expect((await payAtWechat(at, purchase, started)).status).toBe(409);
        await paid(purchase);
      },
    );

    test('a crash after WeChat’s answer: the next try goes on with that number', async () => {
      const purchase = await anUnpaidOrder(at);
      next('payment.prepared', () => {
        throw new Error('crashed');
      });
      expect((await askToPay(purchase)).status).toBe(500);
      const [crashed] = await attemptsOf(purchase.orderNo);
      const started = await startPayment(purchase);
      expect(started.paymentNo).toBe(crashed?._id);
      expect((await payAtWechat(at, purchase, started)).status).toBe(200);
      await paid(purchase);
    });

    test('at a query: a code that still lives is given again', async () => {
      const purchase = await anUnpaidOrder(at);
      const first = await startPayment(purchase);
      await faults(at, [{ on: 'orderquery', action: 'error' }]);
      expect((await startPayment(purchase)).paymentNo).toBe(first.paymentNo);
    });
  });

  test('a number WeChat takes no more in these words is closed and replaced', async () => {
    const purchase = await anUnpaidOrder(at);
    const first = await startPayment(purchase);
    // As after a release that words the description in another way, when the code has grown old.
    const old = { description: '另一种说法', preparedAt: new Date(at.clock.now().getTime() - 7_200_000) };
    await payments(at.shop).updateOne({ _id: first.paymentNo }, { $set: old });
    const second = await startPayment(purchase);
    expect(second.paymentNo).not.toBe(first.paymentNo);
    expect(await atWechat(first.paymentNo)).toBe('CLOSED');
    expect((await payAtWechat(at, purchase, second)).status).toBe(200);
    await paid(purchase);
  });

  test('an attempt WeChat closed by itself is replaced', async () => {
    const purchase = await anUnpaidOrder(at);
    const first = await startPayment(purchase);
    await gatewayOf(at.shop, payApi, 'job').close(first.paymentNo);
    const second = await startPayment(purchase);
    expect(second.paymentNo).not.toBe(first.paymentNo);
    expect(await statesOf(purchase.orderNo)).toEqual(['closed', 'pending']);
  });

  test('a code WeChat has forgotten is asked for anew under the same number', async () => {
    const purchase = await anUnpaidOrder(at);
    await faults(at, [{ on: 'unifiedorder', action: 'error' }]);
    await askToPay(purchase);
    await faults(at);
    const dead = { prepayId: 'wx2026dead', preparedAt: at.clock.now() };
    const open = await payments(at.shop)
      .findOneAndUpdate({ orderNo: purchase.orderNo }, { $set: dead })
      .lean();
    const started = await startPayment(purchase);
    expect(started.paymentNo).toBe(open?._id);
    expect((await payAtWechat(at, purchase, started)).status).toBe(200);
    await paid(purchase);
  });

  describe('a payment started while the order is being closed', () => {
    test('stopped between WeChat’s answer and the shopper: the number is closed, not handed out', async () => {
      const purchase = await anUnpaidOrder(at);
      const step = hold('payment.prepared');
      const starting = askToPay(purchase);
      const { paymentNo } = await step.reached;
      expect((await cancel(purchase)).status).toBe(200);
      step.release();
      const answer = await starting;
      expect([answer.status, problemOf(answer).code]).toEqual([409, 'ORDER_STATE_CONFLICT']);
      expect(await atWechat(String(paymentNo))).toBe('CLOSED');
    });

    test('started after WeChat was asked about the others: closed too before the stock is released', async () => {
      const purchase = await anUnpaidOrder(at);
      const step = hold('payment.before-release');
      const cancelling = cancel(purchase);
      await step.reached;
      const started = await startPayment(purchase);
      step.release();
      expect((await cancelling).json['state']).toBe('closed');
      expect(await atWechat(started.paymentNo)).toBe('CLOSED');
      expect((await payAtWechat(at, purchase, started)).status).toBe(409);
    });

    test('started and paid after WeChat was asked: the order is paid, not closed', async () => {
      const purchase = await anUnpaidOrder(at);
      const step = hold('payment.before-release');
      const cancelling = cancel(purchase);
      await step.reached;
      await dropNotices(at);
      await payAtWechat(at, purchase, await startPayment(purchase));
      step.release();
      const answer = await cancelling;
      expect([answer.status, problemOf(answer).code]).toEqual([409, 'ORDER_STATE_CONFLICT']);
      expect(await stateOf(purchase)).toBe('awaiting-shipment');
    });
  });

  test('at the end the books fit', async () => {
    expect(await auditBooks(at)).toEqual([]);
  });
});

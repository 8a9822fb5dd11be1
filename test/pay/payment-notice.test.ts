import { incidents } from '../../server/incident/incident-model.ts';
import { orders } from '../../server/order/order-model.ts';
import { paymentNotices } from '../../server/payment/notice-model.ts';
import { payments } from '../../server/payment/payment-model.ts';
import { events } from '../../server/platform/outbox/event-model.ts';
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
import { aTransactionId, deliver, isAcknowledged, paidNotice } from '../builders/paid-notice.ts';
import { steps } from '../builders/steps.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

describe.each(['v2', 'v3'] as const)('hearing of a payment, WeChat Pay %s', (payApi) => {
  const mongodbUri = testDatabaseUri(`payment-notice-${payApi}`);
  const { points, next } = steps();
  let at: TestShop;
  beforeAll(async () => {
    const emulator = { credentials: knownMerchant };
    // So that points are an effect of the payment, and a doubled one would show.
    const env = { POINTS_GRANTED_ON: 'paid' };
    at = await startTestShop({ mongodbUri, payApi, points, env, emulator });
  });
  afterEach(() => faults(at));
  afterAll(() => at.close());

  const crash = (): never => {
    throw new Error('crashed');
  };
  const paymentBy = (paymentNo: string) => payments(at.shop).findById(paymentNo).lean();
  const orderBy = ({ orderNo }: Purchase) => orders(at.shop).findById(orderNo).lean();
  const incidentBy = async (kind: string, subject: string) =>
    (await incidents(at.shop).findById(`${kind}:${subject}`).lean())?.evidence;
  const noticesOf = (outTradeNo: string) => paymentNotices(at.shop).find({ outTradeNo }).lean();
  const handled = (outTradeNo: string) =>
    eventually(
      () => noticesOf(outTradeNo),
      (rows) => rows.length > 0 && rows.every(({ state }) => state === 'handled'),
    );
  const isPaid = (purchase: Purchase) =>
    eventually(
      () => stateOf(purchase),
      (state) => state === 'awaiting-shipment',
    );
  const askPayment = async ({ shopper, path }: Purchase) =>
    (await shopper.call('GET', `${path}/payment`)).json;

  /** An order with a payment open; WeChat itself will say nothing of it. */
  async function unheard(wish: Parameters<typeof anUnpaidOrder>[1] = {}) {
    const purchase = await anUnpaidOrder(at, wish);
    const started = await startPayment(purchase);
    await dropNotices(at);
    const { paymentNo } = started;
    return { purchase, started, paymentNo, amountFen: purchase.payableFen };
  }

  const pointsOf = async (shopper: Purchase['shopper']) =>
    (await shopper.call('GET', '/api/me')).json['points'];

  async function expectPaidOnce({ orderNo, shopper }: Purchase, paymentNo: string): Promise<void> {
    const order = await orders(at.shop).findById(orderNo).lean();
    expect(order?.history.map(({ event }) => event)).toEqual(['place', 'pay']);
    expect([order?.state, order?.version]).toEqual(['awaiting-shipment', 3]);
    const payment = await paymentBy(paymentNo);
    expect([payment?.state, payment?.applied, payment?.version]).toEqual(['paid', true, 2]);
    expect(await payments(at.shop).countDocuments({ orderNo })).toBe(1);
    expect(await events(at.shop).countDocuments({ type: 'order.paid', 'payload.orderNo': orderNo })).toBe(1);
    await at.settle();
    expect(await pointsOf(shopper)).toBe(10);
  }

  describe('the same notification many times', () => {
    test('ten times in parallel with a poll and the query job: one payment, one event, points once', async () => {
      const { purchase, started, paymentNo, amountFen } = await unheard();
      const paid = await payAtWechat(at, purchase, started);
      const transactionId = String(paid.json['transactionId']);
      const notice = paidNotice(at, { paymentNo, amountFen, transactionId });
      await at.settle();
      expect(await pointsOf(purchase.shopper)).toBe(0);
      at.clock.advance(15_000);
      const [polled, , ...answers] = await Promise.all([
        askPayment(purchase),
        at.runJobs(),
        ...Array.from({ length: 10 }, () => deliver(at, notice)),
      ]);
      expect(answers.map((answer) => isAcknowledged(at, answer))).toEqual(answers.map(() => true));
      expect(['paid', 'unpaid']).toContain(polled['state']);
      await handled(paymentNo);
      expect(await noticesOf(paymentNo)).toHaveLength(1);
      await expectPaidOnce(purchase, paymentNo);
    });

    test('sent five times at once by WeChat’s own servers', async () => {
      const purchase = await anUnpaidOrder(at);
      const started = await startPayment(purchase);
      await faults(at, [{ on: 'notify', action: 'duplicate', count: 5 }]);
      await payAtWechat(at, purchase, started);
      await isPaid(purchase);
      await handled(started.paymentNo);
      expect(await noticesOf(started.paymentNo)).toHaveLength(1);
      await expectPaidOnce(purchase, started.paymentNo);
    });

    test('under another id of WeChat’s: acknowledged, nothing twice', async () => {
      const { purchase, started, paymentNo, amountFen } = await unheard();
      const transactionId = String((await payAtWechat(at, purchase, started)).json['transactionId']);
      for (let time = 0; time < 3; time += 1) {
        const answer = await deliver(at, paidNotice(at, { paymentNo, amountFen, transactionId }));
        expect(isAcknowledged(at, answer)).toBe(true);
        await handled(paymentNo);
      }
      await expectPaidOnce(purchase, paymentNo);
    });

    test('repeated notify set a shipped order back to paid', async () => {
      const { purchase, started, paymentNo, amountFen } = await unheard();
      const transactionId = String((await payAtWechat(at, purchase, started)).json['transactionId']);
      await deliver(at, paidNotice(at, { paymentNo, amountFen, transactionId }));
      await isPaid(purchase);
      await orders(at.shop).updateOne({ _id: purchase.orderNo }, { $set: { state: 'shipped' } });
      const before = await orderBy(purchase);
      const answer = await deliver(
        at,
        paidNotice(at, { paymentNo, amountFen, transactionId, noticeId: 'EV-2' }),
      );
      expect(isAcknowledged(at, answer)).toBe(true);
      await handled(paymentNo);
      expect(await orderBy(purchase)).toEqual(before);
    });
  });

  describe('a notification that never comes', () => {
    test('the job finds the payment within the query interval', async () => {
      const { purchase, started, paymentNo } = await unheard();
      await payAtWechat(at, purchase, started);
      expect(await stateOf(purchase)).toBe('awaiting-payment');
      at.clock.advance(at.shop.config.PAYMENT_QUERY_INTERVAL_SECONDS * 1000);
      await at.runJobs();
      await expectPaidOnce(purchase, paymentNo);
    });

    test('the code handed out again: the job asks soon again', async () => {
      const { purchase, started, paymentNo } = await unheard();
      const intervalMs = at.shop.config.PAYMENT_QUERY_INTERVAL_SECONDS * 1000;
      for (let wait = intervalMs; wait < intervalMs * 20; wait *= 2) {
        at.clock.advance(wait);
        await at.runJobs();
      }
      const thin = await paymentBy(paymentNo);
      expect(thin?.queries).toBe(5);
      expect((thin?.nextQueryAt?.getTime() ?? 0) - at.clock.now().getTime()).toBeGreaterThan(5 * intervalMs);
      expect((await startPayment(purchase)).paymentNo).toBe(paymentNo);
      await payAtWechat(at, purchase, started);
      at.clock.advance(intervalMs);
      await at.runJobs();
      await expectPaidOnce(purchase, paymentNo);
    });

    test('a poll finds it at once', async () => {
      const { purchase, started, paymentNo } = await unheard();
      expect(await askPayment(purchase)).toEqual({ state: 'unpaid' });
      await payAtWechat(at, purchase, started);
      at.clock.advance(3000);
      expect(await askPayment(purchase)).toMatchObject({ state: 'paid', paidAt: expect.any(String) });
      await expectPaidOnce(purchase, paymentNo);
    });

    test('ten polls at once ask WeChat once', async () => {
      const { purchase, paymentNo } = await unheard();
      await faults(at, [{ on: 'orderquery', action: 'delay', ms: 1 }]);
      await Promise.all(Array.from({ length: 10 }, () => askPayment(purchase)));
      const [rule] = (await at.control('GET', '/emulator/faults')).json['rules'] as { used: number }[];
      expect([rule?.used, (await paymentBy(paymentNo))?.state]).toEqual([1, 'pending']);
    });

    test('browser confirmation versus webhook: poll, job and notice together apply it once', async () => {
      const { purchase, started, paymentNo, amountFen } = await unheard();
      const transactionId = String((await payAtWechat(at, purchase, started)).json['transactionId']);
      at.clock.advance(15_000);
      await Promise.all([
        at.runJobs(),
        askPayment(purchase),
        deliver(at, paidNotice(at, { paymentNo, amountFen, transactionId })),
      ]);
      await isPaid(purchase);
      await handled(paymentNo);
      await expectPaidOnce(purchase, paymentNo);
    });

    test('WeChat does not answer the poll: what is known is told, nothing is made up', async () => {
      const { purchase, started } = await unheard();
      await payAtWechat(at, purchase, started);
      await faults(at, [{ on: 'orderquery', action: 'error' }]);
      expect(await askPayment(purchase)).toEqual({ state: 'unpaid' });
      expect(await stateOf(purchase)).toBe('awaiting-payment');
      await faults(at, [{ on: 'notify', action: 'drop' }]);
      at.clock.advance(3000);
      expect(await askPayment(purchase)).toMatchObject({ state: 'paid' });
    });
  });

  describe('amount not compared after verification', () => {
    test.each([
      ['a fen less', { amountFen: 1989 }, ['amountFen']],
      ['a fen more', { amountFen: 1991 }, ['amountFen']],
      ['one fen', { amountFen: 1 }, ['amountFen']],
      ['nothing', { amountFen: 0 }, ['amountFen']],
      ['another currency', { amountFen: 1990, currency: 'USD' }, ['currency']],
    ])('%s: an incident, acknowledged, the order stays unpaid', async (_fault, said, differs) => {
      const { purchase, paymentNo } = await unheard({ priceFen: 1990 });
      const notice = paidNotice(at, { paymentNo, ...said });
      for (let time = 0; time < 2; time += 1) {
        // Truly WeChat's words: it is stored for a person to judge, and sending it again would change nothing.
        expect(isAcknowledged(at, await deliver(at, notice))).toBe(true);
        await handled(paymentNo);
      }
      expect(await incidentBy('AMOUNT_MISMATCH', paymentNo)).toMatchObject({
        orderNo: purchase.orderNo,
        differs,
        expected: { amountFen: 1990, currency: 'CNY' },
        reported: { amountFen: said.amountFen },
      });
      const [order, payment] = await Promise.all([orderBy(purchase), paymentBy(paymentNo)]);
      expect([order?.state, order?.paidAt, order?.version]).toEqual(['awaiting-payment', null, 2]);
      expect([payment?.state, payment?.transactionId, payment?.applied]).toEqual(['pending', null, null]);
      expect(await askPayment(purchase)).toEqual({ state: 'unpaid' });
    });

    test('the right amount after a wrong one still pays the order', async () => {
      const { purchase, started, paymentNo, amountFen } = await unheard();
      const transactionId = String((await payAtWechat(at, purchase, started)).json['transactionId']);
      // The same transaction: v2 has no other name for its notifications.
      await deliver(at, paidNotice(at, { paymentNo, amountFen: 1, transactionId }));
      await handled(paymentNo);
      expect(await stateOf(purchase)).toBe('awaiting-payment');
      await deliver(at, paidNotice(at, { paymentNo, amountFen, transactionId }));
      await isPaid(purchase);
      await expectPaidOnce(purchase, paymentNo);
    });
  });

  test('a number we never gave out: an incident, acknowledged, no order is touched', async () => {
    const paymentNo = '999999999999999999';
    const before = await orders(at.shop).find().lean();
    expect(isAcknowledged(at, await deliver(at, paidNotice(at, { paymentNo, amountFen: 5 })))).toBe(true);
    await handled(paymentNo);
    expect(await incidentBy('UNKNOWN_PAYMENT', paymentNo)).toMatchObject({ amountFen: 5 });
    expect(await orders(at.shop).find().lean()).toEqual(before);
  });

  describe('paid after time-out, when the stock may be sold again', () => {
    test('the order stays closed, the money is on an incident, a repeat changes nothing', async () => {
      const { purchase, paymentNo, amountFen } = await unheard({ stock: 1 });
      expect((await cancel(purchase)).status).toBe(200);
      const closed = await orderBy(purchase);
      const transactionId = aTransactionId();
      for (let time = 0; time < 3; time += 1) {
        const notice = paidNotice(at, { paymentNo, amountFen, transactionId });
        expect(isAcknowledged(at, await deliver(at, notice))).toBe(true);
        await handled(paymentNo);
        expect(await orderBy(purchase)).toEqual(closed);
        const payment = await paymentBy(paymentNo);
        expect([payment?.state, payment?.applied, payment?.transactionId]).toEqual([
          'paid',
          false,
          transactionId,
        ]);
      }
      expect(await incidentBy('PAYMENT_AFTER_CLOSE', paymentNo)).toMatchObject({
        orderNo: purchase.orderNo,
        amountFen,
        transactionId,
        orderState: 'closed',
      });
      expect(await askPayment(purchase)).toEqual({ state: 'closed' });
    });

    test('heard ten times at once: one incident, one payment', async () => {
      const { purchase, paymentNo, amountFen } = await unheard();
      await cancel(purchase);
      const transactionId = aTransactionId();
      const notices = Array.from({ length: 10 }, () =>
        paidNotice(at, { paymentNo, amountFen, transactionId }),
      );
      const answers = await Promise.all(notices.map((notice) => deliver(at, notice)));
      expect(answers.every((answer) => isAcknowledged(at, answer))).toBe(true);
      await handled(paymentNo);
      expect(await incidents(at.shop).countDocuments({ subject: paymentNo })).toBe(1);
      expect((await paymentBy(paymentNo))?.version).toBe(3);
    });
  });

  test('two channels both paid: the second is acknowledged and on an incident, the order paid once', async () => {
    const purchase = await anUnpaidOrder(at);
    const jsapi = await startPayment(purchase, 'JSAPI');
    const native = await startPayment(purchase, 'NATIVE');
    const { payableFen: amountFen } = purchase;
    for (const { paymentNo } of [native, jsapi]) {
      expect(isAcknowledged(at, await deliver(at, paidNotice(at, { paymentNo, amountFen })))).toBe(true);
      await handled(paymentNo);
    }
    const [first, second] = await Promise.all([paymentBy(native.paymentNo), paymentBy(jsapi.paymentNo)]);
    expect([first?.applied, second?.applied, second?.state]).toEqual([true, false, 'paid']);
    expect(await incidentBy('DOUBLE_PAYMENT', jsapi.paymentNo)).toMatchObject({ orderNo: purchase.orderNo });
    expect((await orderBy(purchase))?.history.map(({ event }) => event)).toEqual(['place', 'pay']);
  });

  describe('payment fine, but a step after it threw', () => {
    test('stored but not acknowledged: WeChat’s own retry is acknowledged, the job completes it', async () => {
      const purchase = await anUnpaidOrder(at);
      const started = await startPayment(purchase);
      next('payment.notice-stored', crash);
      await payAtWechat(at, purchase, started);
      const tries = async (): Promise<string[]> => {
        const { json } = await at.control('GET', '/emulator/notices?limit=1000');
        const items = json['items'] as { outTradeNo: string; attempts: { outcome: string }[] }[];
        const notice = items.find(({ outTradeNo }) => outTradeNo === started.paymentNo);
        return (notice?.attempts ?? []).map(({ outcome }) => outcome);
      };
      await eventually(tries, (outcomes) => outcomes.length > 0);
      expect([await tries(), await stateOf(purchase)]).toEqual([['refused'], 'awaiting-payment']);
      at.clock.advance(15_000);
      await eventually(tries, (outcomes) => outcomes.length > 1);
      expect(await tries()).toEqual(['refused', 'accepted']);
      await at.runJobs();
      await expectPaidOnce(purchase, started.paymentNo);
    });

    test('a crash before the commit leaves nothing half done; the inbox is worked off later', async () => {
      const { purchase, started, paymentNo, amountFen } = await unheard();
      const transactionId = String((await payAtWechat(at, purchase, started)).json['transactionId']);
      next('payment.before-commit', crash);
      const answer = await deliver(at, paidNotice(at, { paymentNo, amountFen, transactionId }));
      expect(isAcknowledged(at, answer)).toBe(true);
      const [failed] = await eventually(
        () => noticesOf(paymentNo),
        ([row]) => row?.attempts === 1,
      );
      expect([failed?.state, failed?.error]).toEqual(['received', 'Error: crashed']);
      const [order, payment] = await Promise.all([orderBy(purchase), paymentBy(paymentNo)]);
      expect([order?.state, order?.version, payment?.state]).toEqual(['awaiting-payment', 2, 'pending']);
      // WeChat must not be asked here: the notice alone has to be enough.
      await payments(at.shop).updateOne({ _id: paymentNo }, { $set: { nextQueryAt: null } });
      at.clock.advance(10_000);
      await at.runJobs();
      expect((await noticesOf(paymentNo)).map(({ state }) => state)).toEqual(['handled']);
      await expectPaidOnce(purchase, paymentNo);
    });

    test('a notification that can never be applied is put before a person', async () => {
      const { paymentNo, amountFen } = await unheard();
      for (let attempt = 0; attempt < 8; attempt += 1) next('payment.before-commit', crash);
      await deliver(at, paidNotice(at, { paymentNo, amountFen }));
      for (let attempts = 1; attempts <= 8; attempts += 1) {
        await eventually(
          () => noticesOf(paymentNo),
          ([row]) => row?.attempts === attempts,
        );
        const [row] = await noticesOf(paymentNo);
        const told = await incidentBy('NOTICE_NOT_APPLIED', row?._id ?? '');
        expect([attempts, told !== undefined]).toEqual([attempts, attempts >= 8]);
        at.clock.advance(3_600_000);
        if (attempts < 8) await at.runJobs();
      }
      // It is still tried, and applied once it can be.
      await at.runJobs();
      expect((await noticesOf(paymentNo)).map(({ state }) => state)).toEqual(['handled']);
    });

    test('points that failed come later, once', async () => {
      const { purchase, started, paymentNo, amountFen } = await unheard();
      const transactionId = String((await payAtWechat(at, purchase, started)).json['transactionId']);
      await deliver(at, paidNotice(at, { paymentNo, amountFen, transactionId }));
      await isPaid(purchase);
      const event = { _id: `order.paid:${purchase.orderNo}` };
      const whole = await events(at.shop).findById(event._id).lean();
      await events(at.shop).updateOne(event, { $set: { 'payload.earnedPoints': 'broken' } });
      await at.settle();
      const failed = await events(at.shop).findById(event._id).lean();
      expect([failed?.state, failed?.attempts, await stateOf(purchase)]).toEqual([
        'due',
        1,
        'awaiting-shipment',
      ]);
      await events(at.shop).updateOne(event, { $set: { payload: whole?.payload ?? {} } });
      at.clock.advance(10_000);
      await expectPaidOnce(purchase, paymentNo);
    });
  });

  test('what is stored is what WeChat said, byte for byte, with what its signature was made over', async () => {
    const { paymentNo, amountFen } = await unheard();
    const notice = paidNotice(at, { paymentNo, amountFen });
    await deliver(at, notice);
    const [stored] = await handled(paymentNo);
    const body = await paymentNotices(at.shop).findOne({ outTradeNo: paymentNo }, { body: 1 });
    expect(body?.body.equals(notice.body)).toBe(true);
    const signature = notice.headers['wechatpay-signature'] ?? '';
    expect(stored?.headers['wechatpay-signature']).toBe(signature);
  });

  test('at the end the books fit', async () => {
    expect(await auditBooks(at)).toEqual([]);
  });
});

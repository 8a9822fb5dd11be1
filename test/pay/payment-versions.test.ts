import { payments } from '../../server/payment/payment-model.ts';
import {
  anUnpaidOrder,
  askToPay,
  cancel,
  faults,
  type Purchase,
  startPayment,
  stateOf,
} from '../builders/a-purchase.ts';
import { auditBooks } from '../builders/audit-books.ts';
import { eventually } from '../builders/eventually.ts';
import { knownMerchant } from '../builders/known-merchant.ts';
import { isAcknowledged, paidNotice } from '../builders/paid-notice.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

/** The same shop before and after its merchant changed to the other interface of WeChat Pay. */
describe.each([
  ['v2', 'v3'],
  ['v3', 'v2'],
] as const)('a shop that goes from %s to %s', (from, to) => {
  const mongodbUri = testDatabaseUri(`payment-versions-${from}`);
  const emulator = { credentials: knownMerchant };
  let before: TestShop;
  let at: TestShop;
  beforeAll(async () => {
    before = await startTestShop({ mongodbUri, payApi: from, emulator });
    at = await startTestShop({ mongodbUri, payApi: to, emulator });
  });
  afterEach(() => faults(at));
  afterAll(async () => {
    await before.close();
    await at.close();
  });

  /** Started with the old interface; from here on the shopper talks to the shop as it is now. */
  async function startedBefore(): Promise<{ purchase: Purchase; paymentNo: string }> {
    const old = await anUnpaidOrder(before);
    const { paymentNo } = await startPayment(old);
    const { token } = old.shopper;
    const call: TestShop['call'] = (method, path, about) => at.call(method, path, { token, ...about });
    return { purchase: { ...old, shopper: { ...old.shopper, call } }, paymentNo };
  }
  const used = async (): Promise<number[]> => {
    const { rules } = (await at.control('GET', '/emulator/faults')).json as { rules: { used: number }[] };
    return rules.map((rule) => rule.used);
  };

  test('a notification of a payment started before pays the order', async () => {
    const { purchase, paymentNo } = await startedBefore();
    const { headers, body } = paidNotice(before, { paymentNo, amountFen: purchase.payableFen });
    const given = Object.entries(headers).flatMap(([name, value]) => (value ? [[name, value]] : []));
    const answer = await at.call('POST', `/wechat/pay/${from}/notify`, {
      raw: body,
      headers: Object.fromEntries(given) as Record<string, string>,
    });
    expect([answer.status, isAcknowledged(before, answer)]).toEqual([200, true]);
    await eventually(
      () => stateOf(purchase),
      (state) => state === 'awaiting-shipment',
    );
  });

  test('a payment started before is asked about, and closed, with the interface it was made with', async () => {
    const { purchase, paymentNo } = await startedBefore();
    await faults(at, [
      { on: 'orderquery', action: 'delay', ms: 1, match: { api: from, outTradeNo: paymentNo } },
      { on: 'orderquery', action: 'delay', ms: 1, match: { api: to } },
      { on: 'closeorder', action: 'delay', ms: 1, match: { api: from, outTradeNo: paymentNo } },
      { on: 'closeorder', action: 'delay', ms: 1, match: { api: to } },
    ]);
    await purchase.shopper.call('GET', `${purchase.path}/payment`);
    expect(await used()).toEqual([1, 0, 0, 0]);
    // This test's WeChat never heard of the number, so nothing stands in the way of another one.
    expect((await askToPay(purchase)).status).toBe(201);
    expect((await used()).slice(1)).toEqual([0, 1, 0]);
    const rows = await payments(at.shop).find({ orderNo: purchase.orderNo }).sort({ createdAt: 1 }).lean();
    expect(rows.map(({ api, state }) => [api, state])).toEqual([
      [from, 'closed'],
      [to, 'pending'],
    ]);
    expect((await cancel(purchase)).status).toBe(200);
  });

  test('at the end the books fit', async () => {
    expect(await auditBooks(at)).toEqual([]);
  });
});

const onlyOne = testDatabaseUri('payment-versions-only-one');

test.each([
  ['v3', 'v2', { WECHAT_PAY_V2_KEY: '' }],
  ['v2', 'v3', { WECHAT_PAY_V3_KEY: '' }],
] as const)('a shop of %s without keys of %s has no path for it', async (payApi, other, env) => {
  const mongodbUri = onlyOne;
  const at = await startTestShop({ mongodbUri, payApi, env, emulator: { credentials: knownMerchant } });
  const statuses = [];
  for (const api of [payApi, other]) {
    statuses.push((await at.call('POST', `/wechat/pay/${api}/notify`, { raw: Buffer.from('x') })).status);
  }
  await at.close();
  expect(statuses).toEqual([payApi === 'v2' ? 200 : 500, 404]);
});

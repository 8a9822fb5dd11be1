import {
  EmulatorMerchant,
  fromXml,
  NoticeEar,
  post,
  V2_OK,
  v2Sign,
  type Fields,
  type NoticeView,
} from './emulator-merchant.ts';

const REFUSED = { status: 500, body: '{"code":"FAIL"}' };
let ear: NoticeEar;
let shop: EmulatorMerchant;
beforeEach(async () => {
  ear = await new NoticeEar().open();
  shop = await EmulatorMerchant.start({ scale: 1_000_000, notifyTimeoutMs: 400 }, ear.url);
});
afterEach(async () => {
  await shop.emulator.close();
  await ear.close();
});

const payV2 = async (fields: Fields = {}): Promise<string> => {
  const order = shop.v2Order(fields);
  const placed = await shop.v2('/pay/unifiedorder', order);
  expect((await shop.pay({ prepayId: placed['prepay_id'] })).status).toBe(200);
  return order['out_trade_no'] ?? '';
};
const payV3 = async (): Promise<string> => {
  const order = shop.v3Order({ attach: 'A1' });
  await shop.v3('POST', '/v3/pay/transactions/jsapi', order);
  expect((await shop.pay({ outTradeNo: order.out_trade_no })).status).toBe(200);
  return order.out_trade_no;
};
const faults = (...rules: unknown[]): Promise<unknown> =>
  post(`${shop.url}/emulator/faults`, { rules }, 'PUT');
const delivered = ({ state }: NoticeView): boolean => state === 'delivered';
const outcomes = ({ attempts }: NoticeView): string[] => attempts.map(({ outcome }) => outcome);
const REPEATS = [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600];

test.each(['MD5', 'HMAC-SHA256'] as const)(
  'v2: signed with the order’s %s, without sign_type, sent once',
  async (signType) => {
    shop.signType = signType;
    ear.reply = () => ({ status: 200, body: V2_OK });
    const outTradeNo = await payV2();
    const notice = await shop.noticeWhen(delivered);
    expect(notice).toMatchObject({
      outTradeNo,
      nextAttemptAt: null,
      attempts: [{ attempt: 1, status: 200, outcome: 'accepted', body: V2_OK }],
    });
    expect(ear.heard).toHaveLength(1);
    const { body, headers } = ear.heard[0] ?? { body: '', headers: {} };
    expect(headers['content-type']).toMatch(/xml/);
    expect(body).toContain('<total_fee>1999</total_fee>');
    const fields = fromXml(body);
    expect(fields['sign']).toBe(v2Sign(fields, shop.emulator.config.v2Key, signType));
    expect(fields['sign_type']).toBeUndefined();
    expect(fields).toMatchObject({
      return_code: 'SUCCESS',
      result_code: 'SUCCESS',
      out_trade_no: outTradeNo,
      total_fee: '1999',
      cash_fee: '1999',
      openid: 'oShopper',
      attach: '附 加&<1>',
      transaction_id: expect.stringMatching(/^4200\d{24}$/),
      time_end: expect.stringMatching(/^\d{14}$/),
    });
  },
);

test('v3: sealed and signed by the first platform key, or by the one set', async () => {
  const { platformKeys } = shop.emulator.config;
  for (const noticeKeyId of [null, platformKeys[1]?.id ?? '']) {
    await post(`${shop.url}/emulator/settings`, { noticeKeyId }, 'PUT');
    const outTradeNo = await payV3();
    const notice = await shop.noticeWhen((newest) => newest.outTradeNo === outTradeNo && delivered(newest));
    const { body, headers } = ear.heard.at(-1) ?? { body: '', headers: {} };
    expect(shop.checkSigned(new Headers(headers as Fields), body)).toBe(noticeKeyId ?? platformKeys[0]?.id);
    expect(JSON.parse(body)).toMatchObject({
      id: notice.noticeId,
      event_type: 'TRANSACTION.SUCCESS',
      resource_type: 'encrypt-resource',
      resource: { original_type: 'transaction' },
    });
    expect(notice.noticeId).toMatch(/^EV-\d{1,33}$/);
    expect(shop.openNotice(body)).toEqual((await shop.v3Query(outTradeNo)).json);
  }
});

test('nothing is told of an order that failed or was turned away from', async () => {
  const order = shop.v2Order();
  await shop.v2('/pay/unifiedorder', order);
  await shop.pay({ outTradeNo: order['out_trade_no'], outcome: 'cancel' });
  await shop.pay({ outTradeNo: order['out_trade_no'], outcome: 'fail' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await shop.notices()).toEqual([]);
});

test('refused ever again: sixteen deliveries on WeChat’s schedule, the same body, then no more', async () => {
  await shop.emulator.close();
  let now = Date.UTC(2026, 10, 22);
  shop = await EmulatorMerchant.start({ clock: { now: () => now } }, ear.url);
  ear.reply = () => REFUSED;
  const order = shop.v2Order();
  await shop.v2('/pay/unifiedorder', order);
  await shop.pay({ outTradeNo: order['out_trade_no'] });
  const waits: (number | null)[] = [];
  for (let attempt = 1; attempt <= 16; attempt += 1) {
    const notice = await shop.noticeWhen(({ attempts }) => attempts.length === attempt);
    waits.push(notice.waitSeconds);
    expect(notice.state).toBe(attempt === 16 ? 'failed' : 'pending');
    if (notice.nextAttemptAt === null) break;
    expect(Date.parse(notice.nextAttemptAt) - now).toBe((notice.waitSeconds ?? 0) * 1000);
    now = Date.parse(notice.nextAttemptAt);
    await post(`${shop.url}/emulator/clock`, {}, 'PUT');
  }
  expect(waits).toEqual([...REPEATS, null]);
  expect(new Set(ear.heard.map(({ body }) => body)).size).toBe(1);
  expect(ear.heard).toHaveLength(16);
});

test('a v3 delivery is signed anew each time', async () => {
  ear.reply = (count) => (count < 3 ? REFUSED : { status: 204, body: '' });
  await payV3();
  await shop.noticeWhen(delivered);
  expect(new Set(ear.heard.map(({ headers }) => headers['wechatpay-nonce'])).size).toBe(3);
  for (const { headers, body } of ear.heard) shop.checkSigned(new Headers(headers as Fields), body);
});

test('a scaled clock keeps the proportions', async () => {
  await post(`${shop.url}/emulator/clock`, { scale: 100 }, 'PUT');
  ear.reply = (count) => (count < 4 ? REFUSED : { status: 200, body: V2_OK });
  await payV2();
  await shop.noticeWhen(delivered);
  const gaps = ear.heard.slice(1).map(({ at }, index) => at - (ear.heard[index]?.at ?? 0));
  for (const [index, wanted] of [150, 150, 300].entries()) {
    expect(gaps[index]).toBeGreaterThanOrEqual(wanted - 5);
    expect(gaps[index]).toBeLessThan(wanted + 3_000);
  }
});

test.each([
  ['no XML', { status: 200, body: 'OK' }],
  ['FAIL', { status: 200, body: '<xml><return_code>FAIL</return_code></xml>' }],
  ['SUCCESS with 500', { status: 500, body: V2_OK }],
  ['a redirect', { status: 302, body: V2_OK }],
])('v2 takes %s for a failure', async (_what, reply) => {
  ear.reply = (count) => (count === 1 ? reply : { status: 200, body: V2_OK });
  await payV2();
  expect(outcomes(await shop.noticeWhen(delivered))).toEqual(['refused', 'accepted']);
});

test('no answer in time and nobody there are failures too', async () => {
  ear.reply = (count) => (count === 1 ? 'never' : { status: 200, body: V2_OK });
  await payV2();
  expect(outcomes(await shop.noticeWhen(delivered))).toEqual(['timeout', 'accepted']);
  await payV2({ notify_url: 'http://127.0.0.1:1/notify' });
  const unreachable = await shop.noticeWhen(({ state }) => state === 'failed');
  expect(new Set(outcomes(unreachable))).toEqual(new Set(['unreachable']));
  expect(unreachable.attempts).toHaveLength(16);
});

describe('faults on notify', () => {
  beforeEach(() => {
    ear.reply = () => ({ status: 200, body: V2_OK });
  });

  test('drop: never delivered, while the payment stands', async () => {
    await faults({ on: 'notify', action: 'drop', times: 1 });
    const outTradeNo = await payV2();
    const notice = await shop.noticeWhen(({ state }) => state === 'dropped');
    expect(notice).toMatchObject({
      outTradeNo,
      nextAttemptAt: null,
      attempts: [{ outcome: 'dropped', status: null }],
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(ear.heard).toEqual([]);
    expect(await shop.v2('/pay/orderquery', { out_trade_no: outTradeNo })).toMatchObject({
      trade_state: 'SUCCESS',
    });
    await payV2();
    await shop.noticeWhen(delivered);
  });

  test('lose: this delivery only', async () => {
    await faults({ on: 'notify', action: 'lose', match: { attempt: 1 } });
    await payV2();
    expect(outcomes(await shop.noticeWhen(delivered))).toEqual(['lost', 'accepted']);
  });

  test('delay: a later payment is heard of first', async () => {
    const slow = shop.v2Order();
    await faults({ on: 'notify', action: 'delay', ms: 150, match: { outTradeNo: slow['out_trade_no'] } });
    await shop.v2('/pay/unifiedorder', slow);
    await shop.pay({ outTradeNo: slow['out_trade_no'] });
    const quick = await payV2();
    await shop.noticeWhen(delivered);
    while (ear.heard.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(ear.heard.map(({ body }) => fromXml(body)['out_trade_no'])).toEqual([quick, slow['out_trade_no']]);
  });

  test('duplicate: several at once', async () => {
    await faults({ on: 'notify', action: 'duplicate', count: 3 });
    await payV3();
    const notice = await shop.noticeWhen(delivered);
    expect(outcomes(notice)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(notice.attempts.map(({ attempt }) => attempt)).toEqual([1, 1, 1]);
    expect(ear.heard).toHaveLength(3);
  });
});

test('notices are forgotten beyond their limit, finished ones first', async () => {
  await shop.emulator.close();
  shop = await EmulatorMerchant.start({ limits: { notices: 2 } }, ear.url);
  ear.reply = () => REFUSED;
  const open = await payV2();
  await shop.noticeWhen(({ attempts }) => attempts.length === 1);
  ear.reply = () => ({ status: 200, body: V2_OK });
  await payV2();
  await shop.noticeWhen(delivered);
  const last = await payV2();
  expect((await shop.notices()).map(({ outTradeNo }) => outTradeNo)).toEqual([last, open]);
});

import { EmulatorMerchant, randomNumber, send } from './emulator-merchant.ts';

let shop: EmulatorMerchant;
beforeAll(async () => {
  shop = await EmulatorMerchant.start({}, 'http://127.0.0.1:9/notify');
});
afterAll(() => shop.emulator.close());

const JSAPI = '/v3/pay/transactions/jsapi';
const NATIVE = '/v3/pay/transactions/native';
const place = (change?: Record<string, unknown>) => shop.v3('POST', JSAPI, shop.v3Order(change));
const close = (outTradeNo: string, mchid = shop.emulator.config.mchId) =>
  shop.v3('POST', `/v3/pay/transactions/out-trade-no/${outTradeNo}/close`, { mchid });

test('JSAPI: order, query, pay, query by both numbers', async () => {
  const order = shop.v3Order({ attach: '附加' });
  const placed = await shop.v3('POST', JSAPI, order);
  expect(placed.status).toBe(200);
  expect(placed.json).toEqual({ prepay_id: expect.stringMatching(/^wx\d{14}[0-9a-f]{20}$/) });
  expect((await shop.v3Query(order.out_trade_no)).json).toEqual({
    appid: shop.emulator.config.appId,
    mchid: shop.emulator.config.mchId,
    out_trade_no: order.out_trade_no,
    trade_state: 'NOTPAY',
    trade_state_desc: '订单未支付',
    attach: '附加',
    payer: { openid: 'oShopper' },
    amount: { total: 1999, currency: 'CNY' },
  });
  const { json } = await shop.pay({ prepayId: placed.json['prepay_id'] });
  const byNumber = await shop.v3Query(order.out_trade_no);
  expect(byNumber.json).toMatchObject({
    trade_state: 'SUCCESS',
    transaction_id: json['transactionId'],
    trade_type: 'JSAPI',
    bank_type: 'OTHERS',
    success_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/),
    payer: { openid: 'oShopper' },
    amount: { total: 1999, payer_total: 1999, currency: 'CNY', payer_currency: 'CNY' },
  });
  const path = `/v3/pay/transactions/id/${String(json['transactionId'])}?mchid=${shop.emulator.config.mchId}`;
  expect((await shop.v3('GET', path)).json).toEqual(byNumber.json);
});

test('NATIVE gives a code_url', async () => {
  const { payer: _payer, ...order } = shop.v3Order();
  const placed = await shop.v3('POST', NATIVE, order);
  expect(placed.json).toEqual({
    code_url: expect.stringMatching(/^weixin:\/\/wxpay\/bizpayurl\/up\?pr=\w+$/),
  });
  expect((await shop.pay({ codeUrl: placed.json['code_url'], openid: 'oAny' })).status).toBe(200);
});

test('closing answers 204, twice too; paid and unknown are refused', async () => {
  const open = shop.v3Order();
  await shop.v3('POST', JSAPI, open);
  expect(await close(open.out_trade_no)).toMatchObject({ status: 204, text: '' });
  expect((await close(open.out_trade_no)).status).toBe(204);
  expect((await shop.v3Query(open.out_trade_no)).json).toMatchObject({ trade_state: 'CLOSED' });
  expect(await shop.v3('POST', JSAPI, open)).toMatchObject({ status: 400, json: { code: 'ORDER_CLOSED' } });
  const paid = shop.v3Order();
  await shop.v3('POST', JSAPI, paid);
  await shop.pay({ outTradeNo: paid.out_trade_no });
  expect(await close(paid.out_trade_no)).toMatchObject({ status: 400, json: { code: 'ORDERPAID' } });
  expect(await shop.v3('POST', JSAPI, paid)).toMatchObject({ status: 400, json: { code: 'ORDERPAID' } });
  expect(await close(randomNumber())).toMatchObject({ status: 404, json: { code: 'ORDER_NOT_EXIST' } });
  expect(await close(open.out_trade_no, '1')).toMatchObject({
    status: 400,
    json: { code: 'MCH_NOT_EXISTS' },
  });
});

test('the same number: same parameters in any order of names pass, others are refused', async () => {
  const order = shop.v3Order();
  const first = await shop.v3('POST', JSAPI, order);
  const second = await shop.v3('POST', JSAPI, Object.fromEntries(Object.entries(order).toReversed()));
  expect(second.status).toBe(200);
  expect(second.json['prepay_id']).not.toBe(first.json['prepay_id']);
  expect(await shop.v3('POST', JSAPI, { ...order, description: 'other' })).toMatchObject({
    status: 400,
    json: { code: 'INVALID_REQUEST' },
  });
});

test('an answer is signed by the key that is asked for, else by the first', async () => {
  const { platformKeys } = shop.emulator.config;
  expect(platformKeys.map(({ kind }) => kind)).toEqual(['certificate', 'public-key']);
  for (const [asked, used] of [
    [platformKeys[1]?.id, platformKeys[1]?.id],
    [platformKeys[0]?.id, platformKeys[0]?.id],
    ['1234', platformKeys[0]?.id],
  ]) {
    const answer = await shop.v3('POST', JSAPI, shop.v3Order(), { 'Wechatpay-Serial': asked ?? '' });
    expect(answer.headers.get('wechatpay-serial')).toBe(used);
    expect(answer.headers.get('request-id')).toMatch(/-0$/);
  }
});

test.each([
  [{ amount: { total: 0 } }, '/amount/total'],
  [{ amount: { total: '1' } }, '/amount/total'],
  [{ amount: { total: 1.5 } }, '/amount/total'],
  [{ amount: { total: 1, currency: 'USD' } }, '/amount/currency'],
  [{ amount: { total: 1, extra: 1 } }, '/amount/extra'],
  [{ surprise: 1 }, '/surprise'],
  [{ payer: {} }, '/payer/openid'],
  [{ payer: undefined }, '/payer'],
  [{ description: '蛋'.repeat(128) }, '/description'],
  [{ attach: 'x'.repeat(129) }, '/attach'],
  [{ out_trade_no: '12345' }, '/out_trade_no'],
  [{ out_trade_no: 'a|bcdefg' }, '/out_trade_no'],
  [{ notify_url: 'http://shop.example/' }, '/notify_url'],
  [{ notify_url: 'https://shop.example/?' }, '/notify_url'],
  [{ time_expire: '2026-11-22 10:00:00' }, '/time_expire'],
  [{ time_expire: '2020-11-22T10:00:00+08:00' }, '/time_expire'],
])('PARAM_ERROR for %j', async (change, field) => {
  expect(await place(change)).toMatchObject({
    status: 400,
    json: { code: 'PARAM_ERROR', detail: { field } },
  });
});

test.each([['[]'], ['{'], ['1'], ['']])('PARAM_ERROR for the body %j', async (body) => {
  expect(await shop.v3('POST', JSAPI, body)).toMatchObject({ status: 400, json: { code: 'PARAM_ERROR' } });
});

test('another appid or mchid is refused', async () => {
  expect(await place({ appid: 'wx0123456789abcdef' })).toMatchObject({
    status: 400,
    json: { code: 'APPID_MCHID_NOT_MATCH' },
  });
  expect(await place({ mchid: '1' })).toMatchObject({ status: 400, json: { code: 'MCH_NOT_EXISTS' } });
  const query = '/v3/pay/transactions/out-trade-no/T123456';
  expect(await shop.v3('GET', query)).toMatchObject({ status: 400, json: { code: 'PARAM_ERROR' } });
  expect(await shop.v3('GET', `${query}?mchid=1`)).toMatchObject({
    status: 400,
    json: { code: 'MCH_NOT_EXISTS' },
  });
  expect(await shop.v3Query(randomNumber())).toMatchObject({
    status: 404,
    json: { code: 'ORDER_NOT_EXIST' },
  });
  expect(await shop.v3('GET', '/v3/pay/nothing')).toMatchObject({
    status: 404,
    json: { code: 'RESOURCE_NOT_EXISTS' },
  });
});

const seconds = (): number => Math.floor(Date.now() / 1000);

describe('the signature of a request', () => {
  const body = '{"mchid":"1"}';
  const ask = async (authorization: string, sent = body) => {
    const answer = await send(shop.url + JSAPI, {
      method: 'POST',
      body: sent,
      headers: authorization === '' ? {} : { authorization },
    });
    shop.checkSigned(answer.headers, answer.text);
    return answer;
  };

  test.each([
    ['missing', () => ''],
    ['another scheme', () => shop.authorization('POST', JSAPI, body).replace('RSA2048', 'RSA4096')],
    ['a part missing', () => shop.authorization('POST', JSAPI, body).replace(/,serial_no="[^"]*"/, '')],
    ['a part doubled', () => `${shop.authorization('POST', JSAPI, body)},mchid="1"`],
    ['another merchant', () => shop.authorization('POST', JSAPI, body, { mchid: '1' })],
    ['another serial', () => shop.authorization('POST', JSAPI, body, { serial: 'AB' })],
    ['too old', () => shop.authorization('POST', JSAPI, body, { timestamp: seconds() - 305 })],
    ['too young', () => shop.authorization('POST', JSAPI, body, { timestamp: seconds() + 305 })],
    ['over another path', () => shop.authorization('POST', NATIVE, body)],
    ['over another method', () => shop.authorization('GET', JSAPI, body)],
    ['over another body', () => shop.authorization('POST', JSAPI, '{"mchid": "1"}')],
    ['no base64', () => shop.authorization('POST', JSAPI, body, { signature: '!!' })],
  ])('%s: 401 SIGN_ERROR', async (_what, authorization) => {
    expect(await ask(authorization())).toMatchObject({ status: 401, json: { code: 'SIGN_ERROR' } });
  });

  test('a wrong one is told what was signed here', async () => {
    const answer = await ask(shop.authorization('POST', JSAPI, '', { nonce: 'N', timestamp: seconds() }));
    const [, timestamp] =
      /POST\n.*\n(\d+)\n/.exec(JSON.stringify(answer.json['detail']).replaceAll(String.raw`\n`, '\n')) ?? [];
    const message = `POST\n${JSAPI}\n${timestamp}\nN\n${body}\n`;
    expect(answer.json['detail']).toEqual({
      detail: { issue: 'sign not match' },
      field: 'signature',
      location: 'authorization',
      sign_information: {
        method: 'POST',
        url: JSAPI,
        sign_message_length: message.length,
        truncated_sign_message: message,
      },
    });
    expect(answer.headers.get('request-id')).toMatch(/-268443699$/);
  });

  test('within the window it passes once; a nonce that comes again is refused', async () => {
    const authorization = shop.authorization('POST', JSAPI, body, {
      timestamp: seconds() - 290,
      nonce: 'once',
    });
    expect((await ask(authorization)).status).toBe(400);
    expect(await ask(authorization)).toMatchObject({ status: 401, json: { detail: { field: 'nonce_str' } } });
  });

  test('a stranger cannot use up a nonce', async () => {
    const good = shop.authorization('POST', JSAPI, body, { nonce: 'mine' });
    await ask(good.replace(/signature="./, 'signature="*'));
    expect((await ask(good)).status).toBe(400);
  });
});

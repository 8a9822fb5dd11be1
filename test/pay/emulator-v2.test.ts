import {
  EmulatorMerchant,
  fromXml,
  randomNumber,
  send,
  toXml,
  v2Sign,
  type Fields,
} from './emulator-merchant.ts';

let now = Date.UTC(2026, 10, 22, 2, 0, 0);
let shop: EmulatorMerchant;
beforeAll(async () => {
  shop = await EmulatorMerchant.start({ clock: { now: () => now } }, 'http://127.0.0.1:9/notify');
});
afterAll(() => shop.emulator.close());
beforeEach(() => {
  shop.signType = 'MD5';
});

const order = (change?: Fields): Promise<Fields> => shop.v2('/pay/unifiedorder', shop.v2Order(change));
const query = (outTradeNo: string): Promise<Fields> =>
  shop.v2('/pay/orderquery', { out_trade_no: outTradeNo });
const close = (outTradeNo: string): Promise<Fields> =>
  shop.v2('/pay/closeorder', { out_trade_no: outTradeNo });
const raw = async (body: string | Buffer): Promise<Fields> =>
  fromXml(
    (
      await send(`${shop.url}/pay/unifiedorder`, {
        method: 'POST',
        body: body as NonNullable<RequestInit['body']>,
      })
    ).text,
  );

describe.each(['MD5', 'HMAC-SHA256'] as const)('v2 with %s', (signType) => {
  test('order, query, pay, query again', async () => {
    shop.signType = signType;
    const outTradeNo = randomNumber();
    const placed = await order({ out_trade_no: outTradeNo });
    expect(placed).toMatchObject({ return_code: 'SUCCESS', result_code: 'SUCCESS', trade_type: 'JSAPI' });
    expect(placed['prepay_id']).toMatch(/^wx20261122100000[0-9a-f]{20}$/);
    expect(placed['code_url']).toBeUndefined();
    expect(placed['sign']).toHaveLength(signType === 'MD5' ? 32 : 64);

    const unpaid = await query(outTradeNo);
    expect(unpaid).toMatchObject({
      trade_state: 'NOTPAY',
      trade_state_desc: '订单未支付',
      total_fee: '1999',
      attach: '附 加&<1>',
    });
    expect(unpaid['transaction_id']).toBeUndefined();

    const paid = await shop.pay({ prepayId: placed['prepay_id'] });
    expect(paid.json).toEqual({
      outTradeNo,
      tradeState: 'SUCCESS',
      transactionId: expect.stringMatching(/^4200\d{24}$/),
    });
    const known = await query(outTradeNo);
    expect(known).toMatchObject({
      trade_state: 'SUCCESS',
      openid: 'oShopper',
      total_fee: '1999',
      cash_fee: '1999',
      fee_type: 'CNY',
      bank_type: 'OTHERS',
      trade_type: 'JSAPI',
      is_subscribe: 'N',
      time_end: '20261122100000',
      transaction_id: paid.json['transactionId'],
    });
    const byTransaction = await shop.v2('/pay/orderquery', {
      transaction_id: known['transaction_id'] ?? '',
      out_trade_no: 'other1',
    });
    expect(byTransaction['out_trade_no']).toBe(outTradeNo);
  });

  test('a signature by the other algorithm or over other values does not pass', async () => {
    shop.signType = signType;
    const answer = await shop.v2('/pay/unifiedorder', shop.v2Order(), { total_fee: '1' });
    expect(answer).toMatchObject({ return_code: 'FAIL', return_msg: '签名错误', err_code: 'SIGNERROR' });
    expect(answer['sign']).toBeUndefined();
    const other = signType === 'MD5' ? 'HMAC-SHA256' : 'MD5';
    const { appId, mchId, v2Key } = shop.emulator.config;
    const fields: Fields = {
      ...shop.v2Order(),
      appid: appId,
      mch_id: mchId,
      nonce_str: 'n',
      sign_type: other,
    };
    expect(await raw(toXml({ ...fields, sign: v2Sign(fields, v2Key, signType) }))).toMatchObject({
      err_code: 'SIGNERROR',
    });
  });
});

test('NATIVE gives a code_url, payable by anyone', async () => {
  const placed = await order({ trade_type: 'NATIVE', product_id: 'P1', openid: '' });
  expect(placed['code_url']).toMatch(/^weixin:\/\/wxpay\/bizpayurl\?pr=\w+$/);
  expect((await shop.pay({ codeUrl: placed['code_url'], openid: 'oAnybody' })).json['tradeState']).toBe(
    'SUCCESS',
  );
});

test('the same number with the same parameters gives a fresh prepay id, with others INVALID_REQUEST', async () => {
  const fields = shop.v2Order();
  const first = await shop.v2('/pay/unifiedorder', fields);
  const second = await shop.v2('/pay/unifiedorder', fields);
  expect(second['result_code']).toBe('SUCCESS');
  expect(second['prepay_id']).not.toBe(first['prepay_id']);
  const changed = await shop.v2('/pay/unifiedorder', { ...fields, total_fee: '2000' });
  expect(changed).toMatchObject({
    result_code: 'FAIL',
    err_code: 'INVALID_REQUEST',
    err_code_des: '请求重入时，参数与首次请求时不一致',
  });
  expect((await shop.pay({ prepayId: first['prepay_id'] })).status).toBe(200);
  expect(await shop.v2('/pay/unifiedorder', fields)).toMatchObject({ err_code: 'ORDERPAID' });
});

test('closing: open, again, paid, unknown', async () => {
  const open = shop.v2Order();
  const placed = await shop.v2('/pay/unifiedorder', open);
  expect(await close(open['out_trade_no'] ?? '')).toMatchObject({ result_code: 'SUCCESS', result_msg: 'OK' });
  expect(await close(open['out_trade_no'] ?? '')).toMatchObject({ err_code: 'ORDERCLOSED' });
  expect(await query(open['out_trade_no'] ?? '')).toMatchObject({ trade_state: 'CLOSED' });
  expect(await shop.v2('/pay/unifiedorder', open)).toMatchObject({ err_code: 'ORDERCLOSED' });
  expect(await shop.pay({ prepayId: placed['prepay_id'] })).toMatchObject({
    status: 409,
    json: { code: 'ORDER_CLOSED' },
  });
  const paid = shop.v2Order();
  await shop.v2('/pay/unifiedorder', paid);
  await shop.pay({ outTradeNo: paid['out_trade_no'] });
  expect(await close(paid['out_trade_no'] ?? '')).toMatchObject({ err_code: 'ORDERPAID' });
  expect(await close(randomNumber())).toMatchObject({ err_code: 'ORDERNOTEXIST' });
  expect(await query(randomNumber())).toMatchObject({ err_code: 'ORDERNOTEXIST' });
});

test('an order closes itself at time_expire, its prepay id ends after two hours, it after seven days', async () => {
  const short = shop.v2Order({ time_expire: '20261122100100' });
  await shop.v2('/pay/unifiedorder', short);
  const long = shop.v2Order();
  await shop.v2('/pay/unifiedorder', long);
  now += 59_999;
  expect(await query(short['out_trade_no'] ?? '')).toMatchObject({ trade_state: 'NOTPAY' });
  now += 1;
  expect(await query(short['out_trade_no'] ?? '')).toMatchObject({ trade_state: 'CLOSED' });
  expect(await order({ time_expire: '20261122100100' })).toMatchObject({ err_code: 'PARAM_ERROR' });
  now += 2 * 3_600_000;
  expect(await shop.pay({ outTradeNo: long['out_trade_no'] })).toMatchObject({
    status: 409,
    json: { code: 'PREPAY_EXPIRED' },
  });
  await shop.v2('/pay/unifiedorder', long);
  expect((await shop.pay({ outTradeNo: long['out_trade_no'], outcome: 'cancel' })).json['tradeState']).toBe(
    'NOTPAY',
  );
  now += 7 * 86_400_000;
  expect(await query(long['out_trade_no'] ?? '')).toMatchObject({ trade_state: 'CLOSED' });
});

test.each([
  ['LACK_PARAMS', { body: '' }],
  ['LACK_PARAMS', { openid: '' }],
  ['LACK_PARAMS', { trade_type: 'NATIVE' }],
  ['LACK_PARAMS', { notify_url: '' }],
  ['PARAM_ERROR', { total_fee: '0' }],
  ['PARAM_ERROR', { total_fee: '1.00' }],
  ['PARAM_ERROR', { total_fee: '-1' }],
  ['PARAM_ERROR', { total_fee: '1e3' }],
  ['PARAM_ERROR', { out_trade_no: '12345' }],
  ['PARAM_ERROR', { out_trade_no: '1'.repeat(33) }],
  ['PARAM_ERROR', { out_trade_no: 'with blank' }],
  ['PARAM_ERROR', { body: '蛋'.repeat(129) }],
  ['PARAM_ERROR', { attach: 'x'.repeat(128) }],
  ['PARAM_ERROR', { detail: 'x'.repeat(6001) }],
  ['PARAM_ERROR', { nonce_str: 'x'.repeat(33) }],
  ['PARAM_ERROR', { notify_url: 'http://shop.example/notify' }],
  ['PARAM_ERROR', { notify_url: 'https://shop.example/notify?a=1' }],
  ['PARAM_ERROR', { notify_url: ' https://shop.example/notify' }],
  ['PARAM_ERROR', { notify_url: 'ftp://127.0.0.1/' }],
  ['PARAM_ERROR', { spbill_create_ip: '300.1.1.1' }],
  ['PARAM_ERROR', { time_expire: '20260231000000' }],
  ['PARAM_ERROR', { fee_type: 'USD' }],
  ['PARAM_ERROR', { trade_type: 'CASH' }],
  ['NOAUTH', { trade_type: 'APP' }],
  ['APPID_NOT_EXIST', { appid: 'mine' }],
  ['APPID_MCHID_NOT_MATCH', { appid: 'wx0123456789abcdef' }],
])('%s for %p, signed', async (code, change: Fields) => {
  const answer = await order(change);
  expect(answer).toMatchObject({ return_code: 'SUCCESS', result_code: 'FAIL', err_code: code });
  expect(answer['sign']).toMatch(/^[0-9A-F]{32}$/);
});

test('127 characters of attach, 128 of body and an emoji at the end pass', async () => {
  expect(
    await order({ body: `${'蛋'.repeat(127)}🍓`, attach: 'x'.repeat(127), time_start: '20261122100000' }),
  ).toMatchObject({ result_code: 'SUCCESS' });
});

test.each([
  [
    'XML_FORMAT_ERROR',
    '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><xml><mch_id>&b;</mch_id></xml>',
  ],
  ['XML_FORMAT_ERROR', '<xml><mch_id>1</mch_id><mch_id>2</mch_id></xml>'],
  ['XML_FORMAT_ERROR', '<xml><mch_id>1'],
  ['XML_FORMAT_ERROR', `<xml><a>${'x'.repeat(300_000)}</a></xml>`],
  ['POST_DATA_EMPTY', ''],
  ['NOT_UTF8', Buffer.from([0x3c, 0xff, 0x3e])],
  ['LACK_PARAMS', '<xml><appid>1</appid></xml>'],
  ['MCHID_NOT_EXIST', '<xml><mch_id>1</mch_id></xml>'],
])('%s is answered unsigned with return_code FAIL', async (code, body) => {
  const answer = await raw(body);
  expect(answer).toMatchObject({ return_code: 'FAIL', err_code: code });
  expect(answer['sign']).toBeUndefined();
});

test('GET is refused', async () => {
  expect(fromXml((await send(`${shop.url}/pay/orderquery`)).text)).toMatchObject({
    err_code: 'REQUIRE_POST_METHOD',
  });
});

test('the five-minute rule of closing can be switched on', async () => {
  const put = (closeMinAgeSeconds: number): Promise<unknown> =>
    send(`${shop.url}/emulator/settings`, { method: 'PUT', body: JSON.stringify({ closeMinAgeSeconds }) });
  const fields = shop.v2Order();
  await shop.v2('/pay/unifiedorder', fields);
  await put(300);
  expect(await close(fields['out_trade_no'] ?? '')).toMatchObject({ err_code: 'INVALID_REQUEST' });
  now += 300_000;
  expect(await close(fields['out_trade_no'] ?? '')).toMatchObject({ result_code: 'SUCCESS' });
  await put(0);
});

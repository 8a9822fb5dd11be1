import { createPrivateKey, sign } from 'node:crypto';
import { request } from 'node:http';
import { EmulatorMerchant, post, randomNumber, send, v2Sign, type Fields } from './emulator-merchant.ts';

let shop: EmulatorMerchant;
beforeAll(async () => {
  shop = await EmulatorMerchant.start({}, 'http://127.0.0.1:9/notify');
});
afterAll(() => shop.emulator.close());

const placeV2 = (fields: Fields = {}): Promise<Fields> => shop.v2('/pay/unifiedorder', shop.v2Order(fields));

test('outcomes: cancelled stays open, failed is PAYERROR, paid is paid once', async () => {
  const outTradeNo = randomNumber();
  await placeV2({ out_trade_no: outTradeNo });
  expect((await shop.pay({ outTradeNo, outcome: 'cancel' })).json).toEqual({
    outTradeNo,
    tradeState: 'NOTPAY',
    transactionId: null,
  });
  const twice = await Promise.all([shop.pay({ outTradeNo }), shop.pay({ outTradeNo })]);
  expect(twice.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 409]));
  expect(await shop.pay({ outTradeNo, outcome: 'fail' })).toMatchObject({
    status: 409,
    json: { code: 'ORDER_PAID' },
  });

  const failing = shop.v2Order();
  await shop.v2('/pay/unifiedorder', failing);
  const failed = await shop.pay({ outTradeNo: failing['out_trade_no'], outcome: 'fail' });
  expect(failed.json['tradeState']).toBe('PAYERROR');
  expect(await shop.pay({ outTradeNo: failing['out_trade_no'] })).toMatchObject({
    status: 409,
    json: { code: 'ORDER_FAILED' },
  });
  expect(await shop.v2('/pay/unifiedorder', failing)).toMatchObject({ err_code: 'OUT_TRADE_NO_USED' });
});

test('only the shopper it was placed for may pay a JSAPI order', async () => {
  const outTradeNo = randomNumber();
  await placeV2({ out_trade_no: outTradeNo });
  expect(await shop.pay({ outTradeNo, openid: 'oOther' })).toMatchObject({
    status: 409,
    json: { code: 'OPENID_MISMATCH' },
  });
  expect((await shop.pay({ outTradeNo })).status).toBe(200);
});

test.each([
  ['no order named', {}],
  ['two orders named', { outTradeNo: 'T123456', prepayId: 'wx1' }],
  ['no shopper', { outTradeNo: 'T123456', openid: undefined }],
  ['an object for a shopper', { outTradeNo: 'T123456', openid: { $gt: '' } }],
  ['an object for a number', { outTradeNo: { $gt: '' } }],
  ['another outcome', { outTradeNo: 'T123456', outcome: 'maybe' }],
  ['an unknown field', { outTradeNo: 'T123456', extra: 1 }],
  ['half a signature', { outTradeNo: 'T123456', timeStamp: '1' }],
])('400 for %s', async (_what, body) => {
  expect(await shop.pay(body)).toMatchObject({ status: 400, json: { code: 'MALFORMED' } });
});

test('400 for what is no JSON, 404 for what is not there', async () => {
  expect((await send(`${shop.url}/emulator/payments`, { method: 'POST', body: '{' })).status).toBe(400);
  for (const body of [{ outTradeNo: 'T123456' }, { prepayId: 'wx1' }, { codeUrl: 'weixin://x' }]) {
    expect(await shop.pay(body)).toMatchObject({ status: 404, json: { code: 'ORDER_UNKNOWN' } });
  }
  expect((await send(`${shop.url}/emulator/payments/T123456`)).status).toBe(404);
});

describe('the signature of wx.requestPayment', () => {
  const timeStamp = String(Math.floor(Date.now() / 1000));
  const v2Parameters = async (signType: 'MD5' | 'HMAC-SHA256'): Promise<Fields> => {
    shop.signType = signType;
    const placed = await placeV2();
    shop.signType = 'MD5';
    const fields: Fields = {
      timeStamp,
      nonceStr: 'abc',
      package: `prepay_id=${placed['prepay_id']}`,
      signType,
    };
    const { appId, v2Key } = shop.emulator.config;
    return { ...fields, paySign: v2Sign({ appId, ...fields }, v2Key, signType) };
  };
  const v3Parameters = async (): Promise<Fields> => {
    const placed = await shop.v3('POST', '/v3/pay/transactions/jsapi', shop.v3Order());
    const packed = `prepay_id=${String(placed.json['prepay_id'])}`;
    const { appId, mchPrivateKeyPem } = shop.emulator.config;
    const message = `${appId}\n${timeStamp}\nabc\n${packed}\n`;
    const paySign = sign('sha256', Buffer.from(message), createPrivateKey(mchPrivateKeyPem)).toString(
      'base64',
    );
    return { timeStamp, nonceStr: 'abc', package: packed, signType: 'RSA', paySign };
  };

  test.each([
    ['v2 MD5', () => v2Parameters('MD5')],
    ['v2 HMAC-SHA256', () => v2Parameters('HMAC-SHA256')],
    ['v3', v3Parameters],
  ])('%s: what the page passes on pays, spread out or as one object', async (_what, parameters) => {
    expect((await shop.pay(await parameters())).json['tradeState']).toBe('SUCCESS');
    expect((await shop.pay({ paySign: await parameters() })).json['tradeState']).toBe('SUCCESS');
  });

  test.each([
    ['another time', { timeStamp: '1700000000' }],
    ['milliseconds', { timeStamp: '1700000000000' }],
    ['another nonce', { nonceStr: 'abd' }],
    ['another sign type', { signType: 'MD5' }],
    ['a bare prepay id', { package: 'wx123' }],
    ['another signature', { paySign: 'AAAA' }],
  ])('%s is refused', async (_what, change: Fields) => {
    for (const good of [await v3Parameters(), await v2Parameters('HMAC-SHA256')]) {
      const prepayId = good['package']?.slice('prepay_id='.length);
      expect(await shop.pay({ prepayId, ...good, ...change })).toMatchObject({
        status: 400,
        json: { code: 'PAY_SIGN_ERROR' },
      });
      expect((await shop.pay({ prepayId, ...good })).status).toBe(200);
    }
  });

  test('the parameters of one order do not pay another', async () => {
    const outTradeNo = randomNumber();
    await placeV2({ out_trade_no: outTradeNo });
    expect((await shop.pay({ outTradeNo, ...(await v2Parameters('MD5')) })).status).toBe(400);
  });
});

describe('the lists', () => {
  test('payments come newest first, page by page', async () => {
    const numbers = [randomNumber(), randomNumber(), randomNumber()];
    for (const out_trade_no of numbers) await placeV2({ out_trade_no });
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page < 2; page += 1) {
      const { json } = await send(`${shop.url}/emulator/payments?limit=2${cursor}`);
      seen.push(...(json['items'] as unknown as { outTradeNo: string }[]).map((item) => item.outTradeNo));
      cursor = `&cursor=${String(json['nextCursor'])}`;
    }
    expect(seen.slice(0, 3)).toEqual(numbers.toReversed());
    const one = await send(`${shop.url}/emulator/payments/${numbers[0]}`);
    expect(one.json).toMatchObject({
      tradeState: 'NOTPAY',
      totalFen: 1999,
      api: 'v2',
      openid: 'oShopper',
      transactionId: null,
    });
    expect((await send(`${shop.url}/emulator/refunds`)).json).toEqual({
      items: [],
      nextCursor: null,
      total: 0,
    });
  });

  test('the oldest order is forgotten beyond the limit, under all its names', async () => {
    const small = await EmulatorMerchant.start({ limits: { orders: 2 } });
    const placed = [];
    for (let count = 0; count < 3; count += 1)
      placed.push(await small.v2('/pay/unifiedorder', small.v2Order()));
    expect((await send(`${small.url}/emulator/payments`)).json['total']).toBe(2);
    expect((await small.pay({ prepayId: placed[0]?.['prepay_id'] })).status).toBe(404);
    expect((await small.pay({ prepayId: placed[2]?.['prepay_id'] })).status).toBe(200);
    await small.emulator.close();
  });
});

// Through node:http, because fetch sets these headers itself.
const statusOf = (method: string, path: string, headers: Fields): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const call = request(
      { host: '127.0.0.1', port: new URL(shop.url).port, path, method, headers },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    call.on('error', reject).end();
  });

describe('the controls are for this machine only', () => {
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

  test.each([
    ['a strange origin', { origin: 'https://evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['an opaque origin', { origin: 'null' }],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['a form sent from elsewhere', link],
    ['a name pointed here', { host: 'evil.example' }],
  ])('403 for %s', async (_what, headers: Fields) => {
    expect(await statusOf('POST', '/emulator/codes', headers)).toBe(403);
  });

  test('their own page may, and a link to it may be followed', async () => {
    expect(
      await statusOf('POST', '/emulator/codes', { origin: shop.url, 'sec-fetch-site': 'same-origin' }),
    ).toBe(201);
    expect(await statusOf('GET', '/emulator', link)).toBe(200);
  });

  test('the console has no inline script, and a QR code for a NATIVE order', async () => {
    const page = await send(`${shop.url}/emulator`);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(page.text).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=|style=/);
    for (const [, path] of page.text.matchAll(/(?:src|href)="(\/emulator\/[^"]+)"/g)) {
      expect((await send(`${shop.url}${path}`)).status).toBe(200);
    }
    const out_trade_no = randomNumber();
    await placeV2({ out_trade_no, trade_type: 'NATIVE', product_id: 'P1' });
    const qr = await send(`${shop.url}/emulator/payments/${out_trade_no}/qr.svg`);
    expect(qr.headers.get('content-type')).toMatch(/^image\/svg/);
    expect(qr.text).toContain('<svg');
    expect((await send(`${shop.url}/emulator/payments/T123456/qr.svg`)).status).toBe(404);
  });

  test('the config shows the merchant his own keys and none of WeChat’s', async () => {
    const { json, text } = await send(`${shop.url}/emulator/config`);
    expect(json).toEqual(shop.emulator.config);
    expect(text.match(/PRIVATE KEY-----\\n/g)).toHaveLength(2);
    expect(json).toMatchObject({
      appId: expect.stringMatching(/^wx[0-9a-f]{16}$/),
      v2Key: expect.stringMatching(/^\w{32}$/),
      v3Key: expect.stringMatching(/^\w{32}$/),
      mchSerial: expect.stringMatching(/^[0-9A-F]{40}$/),
      platformKeys: [
        { id: expect.stringMatching(/^[0-9A-F]{40}$/) },
        { id: expect.stringMatching(/^PUB_KEY_ID_\d+$/) },
      ],
    });
  });

  test.each([
    ['/emulator/clock', { scale: 0 }],
    ['/emulator/clock', { scale: 'fast' }],
    ['/emulator/clock', { other: 1 }],
    ['/emulator/settings', { closeMinAgeSeconds: -1 }],
    ['/emulator/settings', { noticeKeyId: 'nobody' }],
  ])('PUT %s %j is malformed', async (path, body) => {
    expect((await post(shop.url + path, body, 'PUT')).status).toBe(400);
  });

  test('a moved clock is skewed for signatures', async () => {
    expect((await post(`${shop.url}/emulator/clock`, { offsetSeconds: 600 }, 'PUT')).json).toMatchObject({
      scale: 1,
      offsetSeconds: 600,
    });
    expect((await shop.v3Query('T123456')).status).toBe(401);
    await post(`${shop.url}/emulator/clock`, { offsetSeconds: 0 }, 'PUT');
    expect((await shop.v3Query('T123456')).status).toBe(404);
  });
});

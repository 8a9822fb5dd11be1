import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { createGateway } from '../../server/wechat/pay/create-gateway.ts';
import type { PaymentGateway, PrepayRequest } from '../../server/wechat/pay/payment-gateway.ts';
import type { WechatPayConfig } from '../../server/wechat/pay/wechat-pay-config.ts';
import { WechatError } from '../../server/wechat/wechat-error.ts';
import {
  hangUp,
  say,
  startAnsweringServer,
  type Answerer,
  type AnsweringServer,
  type SeenRequest,
} from '../builders/answering-server.ts';
import { v3Headers, v3Transaction, type Signer } from '../builders/wechat-notices.ts';
import {
  appId,
  aPayConfig,
  mchId,
  merchantKey,
  merchantPublicKey,
  now,
  pemOf,
  wechatKey,
  wechatSerial,
} from '../builders/wechat-party.ts';

let server: AnsweringServer;
beforeAll(async () => {
  server = await startAnsweringServer();
});
afterAll(() => server.stop());

const order: PrepayRequest = {
  outTradeNo: '1234567890123456789',
  tradeType: 'JSAPI',
  description: '草莓 奶茶 🍓',
  amountFen: 1999,
  openid: 'ot8fSu4DDSKb9sh8kfcNVh4Y80PA',
  payerIp: '203.0.113.9',
  expiresAt: new Date('2026-11-22T16:30:00.500Z'),
  notifyUrl: 'https://shop.example.com/api/wechat/pay/notify',
};

const gateway = (changes: Partial<WechatPayConfig> = {}): PaymentGateway =>
  createGateway(aPayConfig({ baseUrl: server.baseUrl, ...changes }), () => now);

function signed(status: number, data: unknown, by: Partial<Signer> = {}): Answerer {
  const body = Buffer.from(data === undefined ? '' : JSON.stringify(data));
  return say(status, body, v3Headers(body, by));
}
const fail = (status: number, code: string, message = ''): Answerer => signed(status, { code, message });
const prepaid = signed(200, { prepay_id: 'wx2210' });
const transaction = { ...v3Transaction, out_trade_no: order.outTradeNo };

const TOO_YOUNG = '订单生成后不能马上调用关单接口';
const kindOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'answered',
    (error: unknown) => (error instanceof WechatError ? error.kind : String(error)),
  );

/** Checks the Authorization header as WeChat would. */
function isSigned(request: SeenRequest | undefined): boolean {
  if (request === undefined) return false;
  const header = request.headers.authorization ?? '';
  const [scheme, list = ''] = header.split(' ');
  const values = Object.fromEntries(
    [...list.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  );
  const { mchid, nonce_str: nonce, timestamp, serial_no: serial, signature = '' } = values;
  const message = `${request.method}\n${request.url}\n${timestamp}\n${nonce}\n${request.body}\n`;
  return (
    scheme === 'WECHATPAY2-SHA256-RSA2048' &&
    mchid === mchId &&
    timestamp === '1795313919' &&
    serial === aPayConfig().mchSerial &&
    verify('sha256', Buffer.from(message), merchantPublicKey, Buffer.from(signature, 'base64'))
  );
}

describe('v3 prepay', () => {
  test('JSAPI sends the order, signed, and gives the prepay_id', async () => {
    server.answerWith(prepaid);
    expect(await gateway().prepay(order)).toEqual({ ok: true, tradeType: 'JSAPI', prepayId: 'wx2210' });
    const [request] = server.seen;
    expect(request).toMatchObject({ method: 'POST', url: '/v3/pay/transactions/jsapi' });
    expect(request?.headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': 'xiaopu',
      'wechatpay-serial': wechatSerial,
    });
    expect(isSigned(request)).toBe(true);
    expect(JSON.parse(request?.body ?? '')).toEqual({
      appid: appId,
      mchid: mchId,
      description: '草莓 奶茶 🍓',
      out_trade_no: order.outTradeNo,
      time_expire: '2026-11-23T00:30:00+08:00',
      notify_url: order.notifyUrl,
      amount: { total: 1999, currency: 'CNY' },
      payer: { openid: order.openid },
      scene_info: { payer_client_ip: '203.0.113.9' },
    });
  });

  test('NATIVE gives the code', async () => {
    server.answerWith(signed(200, { code_url: 'weixin://wxpay/bizpayurl?pr=x' }));
    const result = await gateway().prepay({ ...order, tradeType: 'NATIVE' });
    expect(result).toEqual({ ok: true, tradeType: 'NATIVE', codeUrl: 'weixin://wxpay/bizpayurl?pr=x' });
    expect(server.seen[0]?.url).toBe('/v3/pay/transactions/native');
    expect(server.seen[0]?.body).not.toContain('openid');
  });

  test.each([
    [400, 'ORDER_PAID', '', 'already-paid'],
    [400, 'ORDERPAID', '', 'already-paid'],
    [400, 'ORDER_CLOSED', '', 'closed'],
    [403, 'OUT_TRADE_NO_USED', '', 'parameters-changed'],
    [400, 'INVALID_REQUEST', '请求重入时，参数与首次请求时不一致', 'parameters-changed'],
    [400, 'PARAM_ERROR', '参数错误', 'refused'],
  ])('refusal %i %s %s', async (status, code, message, reason) => {
    server.answerWith(fail(status, code, message));
    expect(await gateway().prepay(order)).toEqual({ ok: false, reason, wechatCode: code, message });
    expect(server.seen).toHaveLength(1);
  });
});

describe('v3 answers nobody may build on', () => {
  const body = Buffer.from('{"prepay_id":"wx1"}');
  const signature = v3Headers(body)['wechatpay-signature'] ?? '';
  test.each<[string, Answerer, string]>([
    ['no signature', say(200, body), 'unverifiable'],
    ['a signature over other bytes', say(200, '{"prepay_id":"wx2"}', v3Headers(body)), 'unverifiable'],
    ['an unknown serial', signed(200, { prepay_id: 'wx1' }, { serial: 'PUB_KEY_ID_0' }), 'unverifiable'],
    ['our own key', signed(200, { prepay_id: 'wx1' }, { key: merchantKey }), 'unverifiable'],
    [
      'an old time',
      signed(200, { prepay_id: 'wx1' }, { at: new Date(now.getTime() - 301_000) }),
      'unverifiable',
    ],
    [
      'a probe',
      say(200, body, { ...v3Headers(body), 'wechatpay-signature': `WECHATPAY/SIGNTEST/${signature}` }),
      'unverifiable',
    ],
    ['an unsigned refusal', say(400, '{"code":"ORDERPAID"}'), 'unverifiable'],
    ['an unsigned not-found', say(404, '{"code":"ORDER_NOT_EXIST"}'), 'unverifiable'],
    ['a wrong merchant key', fail(401, 'SIGN_ERROR', 'sign not match'), 'refused'],
    ['too many calls', fail(429, 'FREQUENCY_LIMITED'), 'refused'],
    ['no prepay_id', signed(200, { code_url: 'x' }), 'malformed'],
    ['no JSON', say(200, 'ok', v3Headers(Buffer.from('ok'))), 'malformed'],
    ['a refusal without a code', signed(400, {}), 'malformed'],
    ['a redirect', say(307, '', { location: '/elsewhere' }), 'redirect'],
    ['too much', signed(200, { prepay_id: 'x'.repeat(70_000) }), 'too-large'],
  ])('%s', async (_name, answerer, kind) => {
    server.answerWith(answerer);
    expect(await kindOf(gateway().prepay(order))).toBe(kind);
    expect(server.seen).toHaveLength(1);
  });

  test('an unverifiable answer names the claimed code for whoever looks for the fault', async () => {
    server.answerWith(say(401, '{"code":"SIGN_ERROR"}'));
    await expect(gateway().query(order.outTradeNo)).rejects.toThrow(/401, claims SIGN_ERROR/);
  });
});

describe('v3 retries', () => {
  test.each<[string, Answerer]>([
    ['a 5xx of a proxy', say(503, '<html>')],
    ['a signed SYSTEM_ERROR', fail(500, 'SYSTEM_ERROR')],
    ['a cut connection', hangUp],
    ['a 202', signed(202, {})],
  ])('after %s the identical order is sent again, twice at most', async (_name, trouble) => {
    server.answerWith(trouble, trouble, prepaid);
    expect(await gateway().prepay(order)).toMatchObject({ ok: true });
    expect(new Set(server.seen.map(({ body }) => body)).size).toBe(1);
    expect(new Set(server.seen.map(({ headers }) => headers.authorization)).size).toBe(3);
    expect(server.seen.every(isSigned)).toBe(true);

    server.answerWith(trouble);
    expect(['server', 'network', 'busy']).toContain(await kindOf(gateway().prepay(order)));
    expect(server.seen).toHaveLength(3);
  });
});

describe('v3 query', () => {
  test('of a paid order', async () => {
    server.answerWith(signed(200, transaction));
    expect(await gateway().query(order.outTradeNo)).toMatchObject({
      ok: true,
      trade: { outTradeNo: order.outTradeNo, tradeState: 'SUCCESS', amountFen: 1999, currency: 'CNY' },
    });
    const url = `/v3/pay/transactions/out-trade-no/${order.outTradeNo}?mchid=${mchId}`;
    expect(server.seen[0]).toMatchObject({ method: 'GET', url, body: '' });
    expect(isSigned(server.seen[0])).toBe(true);
  });

  test('of an unpaid order, and of a state not known yet', async () => {
    const unpaid = { appid: appId, mchid: mchId, out_trade_no: order.outTradeNo };
    server.answerWith(
      signed(200, { ...unpaid, trade_state: 'NOTPAY', amount: { total: 1999, currency: 'CNY' } }),
      signed(200, { ...unpaid, trade_state: 'SOMETHING_NEW' }),
    );
    const trade = { outTradeNo: order.outTradeNo, appId, mchId, currency: 'CNY' };
    const first = await gateway().query(order.outTradeNo);
    expect(first).toEqual({ ok: true, trade: { ...trade, tradeState: 'NOTPAY', amountFen: 1999 } });
    const second = await gateway().query(order.outTradeNo);
    expect(second).toEqual({ ok: true, trade: { ...trade, tradeState: 'UNKNOWN' } });
  });

  test.each(['ORDER_NOT_EXIST', 'RESOURCE_NOT_EXISTS'])('of an unknown order: %s', async (code) => {
    server.answerWith(fail(404, code));
    expect(await gateway().query(order.outTradeNo)).toEqual({ ok: false, reason: 'not-found' });
  });

  test.each<[string, Answerer, string]>([
    ['about another order', signed(200, v3Transaction), 'unverifiable'],
    ['of another app', signed(200, { ...transaction, appid: 'wx0' }), 'unverifiable'],
    ['of another merchant', signed(200, { ...transaction, mchid: '1' }), 'unverifiable'],
    ['paid without an amount', signed(200, { ...transaction, amount: undefined }), 'malformed'],
    ['refused', fail(403, 'NO_AUTH'), 'refused'],
  ])('an answer %s throws', async (_name, answerer, kind) => {
    server.answerWith(answerer);
    expect(await kindOf(gateway().query(order.outTradeNo))).toBe(kind);
  });
});

describe('v3 close', () => {
  test.each<[string, Answerer, object]>([
    ['done', signed(204, undefined), { ok: true }],
    ['closed before', fail(400, 'ORDER_CLOSED'), { ok: true }],
    ['paid', fail(400, 'ORDERPAID', '已支付'), { ok: false, reason: 'already-paid', message: '已支付' }],
    ['unknown', fail(404, 'ORDER_NOT_EXIST'), { ok: false, reason: 'not-found', message: '' }],
    ['being paid', fail(400, 'USERPAYING'), { ok: false, reason: 'too-early', message: '' }],
    [
      'too young',
      fail(400, 'INVALID_REQUEST', TOO_YOUNG),
      { ok: false, reason: 'too-early', message: TOO_YOUNG },
    ],
    ['refused', fail(403, 'NO_AUTH', '无权限'), { ok: false, reason: 'refused', message: 'NO_AUTH 无权限' }],
  ])('%s', async (_name, answerer, result) => {
    server.answerWith(answerer);
    expect(await gateway().close(order.outTradeNo)).toEqual(result);
    const url = `/v3/pay/transactions/out-trade-no/${order.outTradeNo}/close`;
    expect(server.seen[0]).toMatchObject({ method: 'POST', url, body: JSON.stringify({ mchid: mchId }) });
    expect(isSigned(server.seen[0])).toBe(true);
  });

  test('an empty answer nobody signed is not a close', async () => {
    server.answerWith(say(204, ''));
    expect(await kindOf(gateway().close(order.outTradeNo))).toBe('unverifiable');
  });
});

describe('v3 for the mini-program and for WeChat', () => {
  test('paySign is the merchant key over four lines, fresh at every call', () => {
    const it = gateway();
    const first = it.jsapiParameters('wx2210');
    expect(first).toMatchObject({ timeStamp: '1795313919', package: 'prepay_id=wx2210', signType: 'RSA' });
    const message = Buffer.from(`${appId}\n${first.timeStamp}\n${first.nonceStr}\nprepay_id=wx2210\n`);
    expect(verify('sha256', message, merchantPublicKey, Buffer.from(first.paySign, 'base64'))).toBe(true);
    expect(it.jsapiParameters('wx2210').nonceStr).not.toBe(first.nonceStr);
  });

  test('acknowledges by status and JSON', () => {
    expect(gateway().acknowledge(true)).toMatchObject({
      status: 200,
      body: '{"code":"SUCCESS","message":"成功"}',
    });
    expect(gateway().acknowledge(false, '签名错误')).toEqual({
      status: 500,
      contentType: 'application/json; charset=utf-8',
      body: '{"code":"FAIL","message":"签名错误"}',
    });
  });
});

describe('the configuration', () => {
  test.each<[string, Partial<WechatPayConfig>]>([
    ['v2Key', { api: 'v2', v2Key: undefined }],
    ['v2Key', { api: 'v2', v2Key: 'short' }],
    ['v3Key', { v3Key: undefined }],
    ['v3Key', { v3Key: 'short' }],
    ['v3Key', { v3Key: `${aPayConfig().v3Key?.slice(1)} ` }],
    ['mchSerial', { mchSerial: '5de' }],
    ['mchPrivateKeyPem', { mchPrivateKeyPem: '' }],
    ['platform key', { platformKeys: [] }],
    [
      'given twice',
      { platformKeys: [...(aPayConfig().platformKeys ?? []), ...(aPayConfig().platformKeys ?? [])] },
    ],
    [
      '2048',
      { mchPrivateKeyPem: pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey, 'pkcs8') },
    ],
    ['appId', { appId: '' }],
    ['mchId', { mchId: ' 1900000109' }],
    ['baseUrl', { baseUrl: 'ftp://127.0.0.1' }],
    ['timeoutMs', { timeoutMs: 0 }],
  ])('is refused at start, naming %s', (what, changes) => {
    expect(() => createGateway(aPayConfig(changes), () => now)).toThrow(what);
  });

  test('says nothing of the secrets it holds', () => {
    const key = 'a secret that must not be shown';
    expect(() => createGateway(aPayConfig({ v3Key: key }), () => now)).not.toThrow(key);
    expect(JSON.stringify(gateway())).toBe('{"api":"v3"}');
  });

  test('two keys are held at once while WeChat changes from one to the other', async () => {
    const next = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const platformKeys = [
      { id: '3050F72E2DCE03E7', publicKeyPem: pemOf(createPublicKey(wechatKey), 'spki') },
      { id: 'PUB_KEY_ID_2', publicKeyPem: pemOf(next.publicKey, 'spki') },
    ];
    const both = gateway({ platformKeys });
    server.answerWith(
      signed(200, transaction, { serial: '3050F72E2DCE03E7' }),
      signed(200, transaction, { serial: 'PUB_KEY_ID_2', key: next.privateKey }),
      signed(200, transaction, { serial: '3050F72E2DCE03E7', key: next.privateKey }),
    );
    expect(await both.query(order.outTradeNo)).toMatchObject({ ok: true });
    expect(await both.query(order.outTradeNo)).toMatchObject({ ok: true });
    expect(await kindOf(both.query(order.outTradeNo))).toBe('unverifiable');
    expect(server.seen.map(({ headers }) => headers['wechatpay-serial'])).toEqual(
      Array(3).fill('PUB_KEY_ID_2'),
    );

    const certificatesOnly = gateway({ platformKeys: platformKeys.slice(0, 1) });
    server.answerWith(signed(200, transaction, { serial: '3050F72E2DCE03E7' }));
    await certificatesOnly.query(order.outTradeNo);
    expect(server.seen[0]?.headers).not.toHaveProperty('wechatpay-serial');
  });
});

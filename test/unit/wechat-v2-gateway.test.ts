import { createGateway } from '../../server/wechat/pay/create-gateway.ts';
import type { PaymentGateway, PrepayRequest } from '../../server/wechat/pay/payment-gateway.ts';
import { parseXml } from '../../server/wechat/pay/v2/parse-xml.ts';
import type { WechatPayConfig } from '../../server/wechat/pay/wechat-pay-config.ts';
import { WechatError } from '../../server/wechat/wechat-error.ts';
import {
  hangUp,
  say,
  startAnsweringServer,
  type Answerer,
  type AnsweringServer,
} from '../builders/answering-server.ts';
import { signedV2, v2Payment, v2Xml } from '../builders/wechat-notices.ts';
import { appId, aPayConfig, mchId, now, v2Key } from '../builders/wechat-party.ts';

let server: AnsweringServer;
beforeAll(async () => {
  server = await startAnsweringServer();
});
afterAll(() => server.stop());

const order: PrepayRequest = {
  outTradeNo: '1234567890123456789',
  tradeType: 'JSAPI',
  description: '草莓 & <奶茶>',
  amountFen: 1999,
  openid: 'ot8fSu4DDSKb9sh8kfcNVh4Y80PA',
  payerIp: '203.0.113.9',
  expiresAt: new Date('2026-11-22T16:30:00.500Z'),
  notifyUrl: 'https://shop.example.com/api/wechat/pay/notify',
};
const native: PrepayRequest = { ...order, tradeType: 'NATIVE', productId: 'P1' };

const gateway = (changes: Partial<WechatPayConfig> = {}): PaymentGateway =>
  createGateway(aPayConfig({ api: 'v2', baseUrl: server.baseUrl, ...changes }), () => now);

const ok = {
  return_code: 'SUCCESS',
  return_msg: 'OK',
  result_code: 'SUCCESS',
  appid: appId,
  mch_id: mchId,
  nonce_str: 'n',
};
const xml = (fields: Record<string, string>): Answerer => say(200, v2Xml(signedV2({ ...ok, ...fields })));
const fail = (code: string, text = ''): Answerer =>
  xml({ result_code: 'FAIL', err_code: code, err_code_des: text });
const prepaid = xml({ trade_type: 'JSAPI', prepay_id: 'wx2210' });
const paid = xml({ ...v2Payment, out_trade_no: order.outTradeNo, trade_state: 'SUCCESS' });

const sent = (index = 0): Record<string, string> => {
  const parsed = parseXml(Buffer.from(server.seen[index]?.body ?? ''));
  return parsed.ok ? { ...parsed.fields } : {};
};
const TOO_YOUNG = '订单生成后不能马上调用关单接口';
const kindOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'answered',
    (error: unknown) => (error instanceof WechatError ? error.kind : String(error)),
  );

describe('v2 prepay', () => {
  test('JSAPI sends the order, signed, and gives the prepay_id', async () => {
    server.answerWith(prepaid);
    expect(await gateway().prepay(order)).toEqual({ ok: true, tradeType: 'JSAPI', prepayId: 'wx2210' });
    const { sign, nonce_str: nonce, ...fields } = sent();
    expect(fields).toEqual({
      appid: appId,
      mch_id: mchId,
      sign_type: 'MD5',
      body: '草莓 & <奶茶>',
      out_trade_no: order.outTradeNo,
      total_fee: '1999',
      fee_type: 'CNY',
      spbill_create_ip: '203.0.113.9',
      // Beijing, and already the next day there.
      time_expire: '20261123003000',
      notify_url: order.notifyUrl,
      trade_type: 'JSAPI',
      openid: order.openid,
    });
    expect(nonce).toMatch(/^[0-9a-f]{32}$/);
    expect(sign).toBe(signedV2(sent())['sign']);
    expect(server.seen[0]).toMatchObject({ method: 'POST', url: '/pay/unifiedorder' });
  });

  test('NATIVE sends a product_id and gives the code', async () => {
    server.answerWith(
      xml({ trade_type: 'NATIVE', prepay_id: 'wx1', code_url: 'weixin://wxpay/bizpayurl?pr=x' }),
    );
    const codeUrl = 'weixin://wxpay/bizpayurl?pr=x';
    expect(await gateway().prepay(native)).toEqual({ ok: true, tradeType: 'NATIVE', codeUrl });
    expect(sent()).toMatchObject({ trade_type: 'NATIVE', product_id: 'P1' });
    expect(sent()).not.toHaveProperty('openid');
  });

  test('HMAC-SHA256 signs and verifies with HMAC-SHA256', async () => {
    server.answerWith(say(200, v2Xml(signedV2({ ...ok, prepay_id: 'wx1' }, 'HMAC-SHA256'))), prepaid);
    const hmac = gateway({ v2SignType: 'HMAC-SHA256' });
    expect(await hmac.prepay(order)).toMatchObject({ ok: true });
    expect(sent()['sign']).toBe(signedV2(sent(), 'HMAC-SHA256')['sign']);
    expect(await kindOf(hmac.prepay(order))).toBe('unverifiable');
  });

  test('a long description is cut to 127 bytes at a whole character', async () => {
    server.answerWith(prepaid);
    await gateway().prepay({ ...order, description: `a${'奶'.repeat(100)}\u0000` });
    expect(sent()['body']).toBe(`a${'奶'.repeat(42)}`);
    await gateway().prepay({ ...order, description: `${'x'.repeat(120)}👩‍👩‍👧‍👦!` });
    expect(sent(1)['body']).toBe('x'.repeat(120));
  });

  test.each([
    ['ORDERPAID', '', 'already-paid'],
    ['ORDERCLOSED', '', 'closed'],
    ['OUT_TRADE_NO_USED', '', 'parameters-changed'],
    ['INVALID_REQUEST', '请求重入时，参数与首次请求时不一致', 'parameters-changed'],
    ['INVALID_REQUEST', '参数错误', 'refused'],
    ['NOAUTH', '商户无权限', 'refused'],
    ['A_CODE_OF_TOMORROW', '', 'refused'],
  ])('refusal %s %s', async (code, text, reason) => {
    server.answerWith(fail(code, text));
    expect(await gateway().prepay(order)).toEqual({ ok: false, reason, wechatCode: code, message: text });
    expect(server.seen).toHaveLength(1);
  });

  test('what would be our own bug is not sent', async () => {
    server.answerWith(prepaid);
    const broken: Partial<PrepayRequest>[] = [
      { outTradeNo: '12345' },
      { outTradeNo: '1234567890'.repeat(4) },
      { outTradeNo: '12345/../x' },
      { amountFen: 0 },
      { amountFen: 19.99 },
      { amountFen: Number.NaN },
      { description: ' ' },
      { openid: '' },
      { payerIp: 'localhost' },
      { notifyUrl: 'https://shop.example.com/notify?a=1' },
      { notifyUrl: 'notify' },
      { expiresAt: new Date(Number.NaN) },
    ];
    for (const change of broken)
      await expect(gateway().prepay({ ...order, ...change })).rejects.toThrow(TypeError);
    await expect(gateway().prepay({ ...native, productId: '' })).rejects.toThrow(TypeError);
    expect(server.seen).toHaveLength(0);
  });
});

describe('v2 answers nobody may build on', () => {
  const good = signedV2({ ...ok, prepay_id: 'wx1' });
  test.each<[string, Answerer, string]>([
    ['no signature', say(200, v2Xml({ ...good, sign: '' })), 'unverifiable'],
    ['a wrong signature', say(200, v2Xml({ ...good, prepay_id: 'wx2' })), 'unverifiable'],
    ['another app', xml({ appid: 'wx0', prepay_id: 'wx1' }), 'unverifiable'],
    ['another merchant', xml({ mch_id: '1', prepay_id: 'wx1' }), 'unverifiable'],
    ['an unsigned FAIL', say(200, v2Xml({ return_code: 'FAIL', return_msg: '签名错误' })), 'refused'],
    ['no prepay_id', xml({}), 'malformed'],
    ['no result', xml({ result_code: '' }), 'malformed'],
    ['FAIL without a code', xml({ result_code: 'FAIL' }), 'malformed'],
    ['a DOCTYPE', say(200, `<!DOCTYPE xml>${v2Xml(good)}`), 'malformed'],
    ['a duplicate', say(200, v2Xml(good).replace('</xml>', '<sign>1</sign></xml>')), 'malformed'],
    ['no XML', say(200, 'ok'), 'malformed'],
    ['a redirect', say(302, '', { location: '/elsewhere' }), 'redirect'],
    ['not found', say(404, ''), 'malformed'],
    ['too much', say(200, v2Xml({ ...good, a: 'x'.repeat(70_000) })), 'too-large'],
  ])('%s', async (_name, answerer, kind) => {
    server.answerWith(answerer);
    expect(await kindOf(gateway().prepay(order))).toBe(kind);
    expect(server.seen).toHaveLength(1);
  });
});

describe('v2 retries', () => {
  const system = fail('SYSTEMERROR', '系统超时');

  test.each<[string, Answerer]>([
    ['a 5xx', say(502, '<html>')],
    ['a cut connection', hangUp],
    ['SYSTEMERROR', system],
    ['an unsigned SYSTEMERROR', say(200, v2Xml({ return_code: 'FAIL', return_msg: 'SYSTEMERROR' }))],
  ])('after %s the identical order is sent again, twice at most', async (_name, trouble) => {
    server.answerWith(trouble, trouble, prepaid);
    expect(await gateway().prepay(order)).toMatchObject({ ok: true });
    const orders = server.seen.map((_request, index) => {
      const { sign, nonce_str: nonce, ...fields } = sent(index);
      expect(sign).toBe(signedV2(sent(index))['sign']);
      expect(nonce).toHaveLength(32);
      return fields;
    });
    expect(orders).toEqual([orders[0], orders[0], orders[0]]);

    server.answerWith(trouble);
    expect(['server', 'network', 'busy']).toContain(await kindOf(gateway().prepay(order)));
    expect(server.seen).toHaveLength(3);
  });
});

describe('v2 query', () => {
  test('of a paid order', async () => {
    server.answerWith(paid);
    const result = await gateway().query(order.outTradeNo);
    expect(result).toMatchObject({
      ok: true,
      trade: { outTradeNo: order.outTradeNo, tradeState: 'SUCCESS', amountFen: 1999, currency: 'CNY' },
    });
    expect(server.seen[0]?.url).toBe('/pay/orderquery');
    expect(sent()).toMatchObject({ appid: appId, mch_id: mchId, out_trade_no: order.outTradeNo });
  });

  test.each([
    ['NOTPAY', 'NOTPAY'],
    ['CLOSED', 'CLOSED'],
    ['USERPAYING', 'USERPAYING'],
    ['SOMETHING_NEW', 'UNKNOWN'],
  ])('of an order in %s', async (word, tradeState) => {
    server.answerWith(xml({ out_trade_no: order.outTradeNo, trade_state: word, total_fee: '1999' }));
    const trade = {
      outTradeNo: order.outTradeNo,
      appId,
      mchId,
      tradeState,
      amountFen: 1999,
      currency: 'CNY',
    };
    expect(await gateway().query(order.outTradeNo)).toEqual({ ok: true, trade });
  });

  test('of an unknown order', async () => {
    server.answerWith(fail('ORDERNOTEXIST'));
    expect(await gateway().query(order.outTradeNo)).toEqual({ ok: false, reason: 'not-found' });
  });

  test.each<[string, Answerer, string]>([
    [
      'about another order',
      xml({ ...v2Payment, out_trade_no: '7654321', trade_state: 'SUCCESS' }),
      'unverifiable',
    ],
    ['paid without an amount', xml({ out_trade_no: order.outTradeNo, trade_state: 'SUCCESS' }), 'malformed'],
    ['without a state', xml({ out_trade_no: order.outTradeNo }), 'malformed'],
    ['refused', fail('NOAUTH'), 'refused'],
  ])('an answer %s throws', async (_name, answerer, kind) => {
    server.answerWith(answerer);
    expect(await kindOf(gateway().query(order.outTradeNo))).toBe(kind);
  });
});

describe('v2 close', () => {
  test.each<[string, Answerer, object]>([
    ['done', xml({}), { ok: true }],
    ['closed before', fail('ORDERCLOSED'), { ok: true }],
    ['paid', fail('ORDERPAID', '已支付'), { ok: false, reason: 'already-paid', message: '已支付' }],
    ['unknown', fail('ORDERNOTEXIST'), { ok: false, reason: 'not-found', message: '' }],
    ['too early', fail('TRADE_STATE_ERROR'), { ok: false, reason: 'too-early', message: '' }],
    ['too young', fail('INVALID_REQUEST', TOO_YOUNG), { ok: false, reason: 'too-early', message: TOO_YOUNG }],
    ['refused', fail('NOAUTH', '无权限'), { ok: false, reason: 'refused', message: 'NOAUTH 无权限' }],
  ])('%s', async (_name, answerer, result) => {
    server.answerWith(answerer);
    expect(await gateway().close(order.outTradeNo)).toEqual(result);
    expect(server.seen[0]?.url).toBe('/pay/closeorder');
  });
});

describe('v2 for the mini-program and for WeChat', () => {
  test.each(['MD5', 'HMAC-SHA256'] as const)(
    'paySign by %s covers appId and is fresh at every call',
    (signType) => {
      const it = gateway({ v2SignType: signType });
      const first = it.jsapiParameters('wx2210');
      const { paySign, ...rest } = first;
      expect(rest).toMatchObject({ timeStamp: '1795313919', package: 'prepay_id=wx2210', signType });
      expect(paySign).toBe(signedV2({ appId, ...rest }, signType, v2Key)['sign']);
      expect(it.jsapiParameters('wx2210').nonceStr).not.toBe(first.nonceStr);
    },
  );

  test('acknowledges in XML', () => {
    expect(gateway().acknowledge(true)).toEqual({
      status: 200,
      contentType: 'text/xml; charset=utf-8',
      body: '<xml><return_code>SUCCESS</return_code><return_msg>OK</return_msg></xml>',
    });
    expect(parseXml(Buffer.from(gateway().acknowledge(false, '签名]]>错误').body))).toEqual({
      ok: true,
      fields: { return_code: 'FAIL', return_msg: '签名]]>错误' },
    });
  });
});

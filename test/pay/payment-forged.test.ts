import { request } from 'node:http';
import type { RawNotice } from '../../server/wechat/pay/payment-gateway.ts';
import { anUnpaidOrder, dropNotices, payAtWechat, startPayment, stateOf } from '../builders/a-purchase.ts';
import { auditBooks } from '../builders/audit-books.ts';
import type { ApiAnswer } from '../builders/call-api.ts';
import { eventually } from '../builders/eventually.ts';
import { knownMerchant } from '../builders/known-merchant.ts';
import { deliver, isAcknowledged, paidNotice, type PaidTrade } from '../builders/paid-notice.ts';
import { contentOf } from '../builders/route-calls.ts';
import { anEnvelope, aV3Notice, rawXml, signedV2, v2Payment, v2Xml } from '../builders/wechat-notices.ts';
import { merchantKey } from '../builders/wechat-party.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

/** An order of 1990 fen with an open payment, in a shop of that version; nothing heard of it yet. */
function aShopHearing(payApi: 'v2' | 'v3') {
  const mongodbUri = testDatabaseUri(`payment-forged-${payApi}`);
  const scene = {
    at: {} as TestShop,
    trade: { paymentNo: '', amountFen: 1990 } as PaidTrade,
    before: '',
    async isRefused(notice: RawNotice): Promise<ApiAnswer> {
      const answer = await deliver(scene.at, notice);
      expect([answer.text.slice(0, 300), isAcknowledged(scene.at, answer)]).toEqual([
        expect.any(String),
        false,
      ]);
      expect(await contentOf(scene.at)).toBe(scene.before);
      return answer;
    },
  };
  beforeAll(async () => {
    scene.at = await startTestShop({ mongodbUri, payApi, emulator: { credentials: knownMerchant } });
    const purchase = await anUnpaidOrder(scene.at, { priceFen: 1990 });
    scene.trade.paymentNo = (await startPayment(purchase)).paymentNo;
    await scene.at.settle();
    scene.before = await contentOf(scene.at);
  });
  afterAll(() => scene.at.close());
  return scene;
}

/** Sends a body of so many bytes and takes the answer that comes before it is through. */
function sendHuge({ url }: TestShop, path: string, bytes: number, type: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': type, 'Content-Length': bytes };
    const sending = request(url + path, { method: 'POST', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sending.on('error', reject);
    sending.write(Buffer.alloc(Math.min(bytes, 65_000), '<'));
  });
}

const flipped = (body: Buffer, at: number): Buffer => {
  const copy = Buffer.from(body);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};

describe.each(['v2', 'v3'] as const)('a notification nobody may be believed, WeChat Pay %s', (payApi) => {
  const scene = aShopHearing(payApi);
  const good = (change: Partial<PaidTrade> = {}) => paidNotice(scene.at, { ...scene.trade, ...change });

  test.each([
    ['empty', ''],
    ['blank', '  \n'],
    ['a form', 'out_trade_no=1&total_fee=1990'],
    ['JSON null', 'null'],
    ['an empty JSON object', '{}'],
    ['a JSON list', '[]'],
    ['cut short', '<xml><return_code>SUCC'],
    ['an empty XML root', '<xml></xml>'],
    ['HTML', '<!doctype html><html></html>'],
    ['not UTF-8', Buffer.from([0xff, 0xfe, 0x00, 0x41])],
  ])('with a body that is %s', async (_fault, body) => {
    const { headers } = good();
    await scene.isRefused({ headers, body: Buffer.from(body) });
    await scene.isRefused({ headers: {}, body: Buffer.from(body) });
  });

  test.each([
    ['DOCTYPE', '<!DOCTYPE xml SYSTEM "http://127.0.0.1:9/x.dtd">', ''],
    [
      'a file as an entity',
      '<!DOCTYPE xml [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
      '<attach>&f;</attach>',
    ],
    [
      'an entity bomb',
      '<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
      '<attach>&c;</attach>',
    ],
    ['an entity nobody defined', '', '<attach>&x;</attach>'],
    ['the same field twice', '', '<total_fee>1990</total_fee>'],
    ['an XInclude', '', '<xi:include href="file:///etc/passwd"/>'],
  ])('broken XML with %s', async (_fault, head, extra) => {
    const xml = v2Xml(signedV2({ ...v2Payment, out_trade_no: scene.trade.paymentNo }, 'HMAC-SHA256'));
    await scene.isRefused(rawXml(head + xml.replace('</xml>', `${extra}</xml>`)));
  });

  test.each([
    ['a payer of another app', { appId: 'wx0000000000000000' }],
    ['another merchant', { mchId: '1900000000' }],
  ])('truly signed, but of %s', async (_fault, change) => {
    await scene.isRefused(good(change));
  });

  test('10 MB are not read', async () => {
    const path = `/wechat/pay/${payApi}/notify`;
    await sendHuge(scene.at, path, 10_000_000, payApi === 'v2' ? 'text/xml' : 'application/json');
    expect(await contentOf(scene.at)).toBe(scene.before);
  });

  test('flipping any byte of the body', async () => {
    const notice = good();
    const { length } = notice.body;
    for (let index = 0; index < length; index += Math.ceil(length / 40)) {
      // A blank between two elements is no part of what v2 signs.
      if (payApi === 'v2' && notice.body[index] === 0x0a) continue;
      await scene.isRefused({ ...notice, body: flipped(notice.body, index) });
    }
  });

  test('on the path of the other version', async () => {
    const { headers, body } = good();
    const other = payApi === 'v2' ? 'v3' : 'v2';
    const answer = await scene.at.call('POST', `/wechat/pay/${other}/notify`, {
      raw: body,
      headers: { ...(headers['wechatpay-serial'] ? (headers as Record<string, string>) : {}) },
    });
    // Both versions' keys are configured, so both paths are open: it is heard there and refused.
    expect(answer.status).not.toBe(404);
    expect(answer.text).not.toMatch(/SUCCESS/);
    expect(await contentOf(scene.at)).toBe(scene.before);
  });

  test.each(['GET', 'PUT', 'DELETE'])('by %s', async (method) => {
    const answer = await scene.at.call(method, `/wechat/pay/${payApi}/notify`);
    expect([404, 405]).toContain(answer.status);
  });
});

describe('a v2 notification that is not WeChat’s', () => {
  const scene = aShopHearing('v2');
  const fields = (): Record<string, string> => ({ ...v2Payment, out_trade_no: scene.trade.paymentNo });

  // Complaint: libraries whose check is skipped when fields are missing.
  test.each([
    'sign',
    'appid',
    'mch_id',
    'out_trade_no',
    'transaction_id',
    'total_fee',
    'return_code',
    'result_code',
  ])('signed without %s', async (field) => {
    const { [field]: _left, ...rest } = fields();
    const signed: Record<string, string> = signedV2(rest, 'HMAC-SHA256');
    if (field === 'sign') delete signed['sign'];
    await scene.isRefused(rawXml(v2Xml(signed)));
  });

  test.each([
    ['with another key', () => signedV2(fields(), 'HMAC-SHA256', 'x'.repeat(32))],
    ['with an empty key', () => signedV2(fields(), 'HMAC-SHA256', '')],
    ['by MD5, where the shop signs by HMAC', () => signedV2({ ...fields(), sign_type: 'MD5' }, 'MD5')],
    ['with an empty sign', () => ({ ...fields(), sign: '' })],
    ['for a failed payment', () => signedV2({ ...fields(), result_code: 'FAIL' }, 'HMAC-SHA256')],
    ['for a trade not paid', () => signedV2({ ...fields(), trade_state: 'NOTPAY' }, 'HMAC-SHA256')],
    ['for half a fen', () => signedV2({ ...fields(), total_fee: '1990.5' }, 'HMAC-SHA256')],
    ['for 1e3 fen', () => signedV2({ ...fields(), total_fee: '1e3' }, 'HMAC-SHA256')],
    ['with a field added afterwards', () => ({ ...signedV2(fields(), 'HMAC-SHA256'), coupon_fee: '1' })],
  ])('signed %s', async (_fault, forge) => {
    await scene.isRefused(rawXml(v2Xml(forge())));
  });

  test('at the end the books fit', async () => expect(await auditBooks(scene.at)).toEqual([]));
});

describe('a v3 notification that is not WeChat’s', () => {
  const scene = aShopHearing('v3');
  const good = (change: Partial<PaidTrade> = {}) => paidNotice(scene.at, { ...scene.trade, ...change });
  const ago = (seconds: number) => new Date(scene.at.clock.now().getTime() - seconds * 1000);

  test.each(['wechatpay-signature', 'wechatpay-serial', 'wechatpay-timestamp', 'wechatpay-nonce'])(
    'without %s, or with another',
    async (name) => {
      const { headers, body } = good();
      await scene.isRefused({ headers: { ...headers, [name]: undefined }, body });
      const value = headers[name] ?? '';
      await scene.isRefused({ headers: { ...headers, [name]: `${value.slice(0, -2)}99` }, body });
    },
  );

  test('signed by another key under WeChat’s serial, or by one nobody knows', async () => {
    const now = scene.at.clock.now();
    await scene.isRefused(aV3Notice(anEnvelope(), { at: now, key: merchantKey }));
    await scene.isRefused(aV3Notice(anEnvelope(), { at: now, serial: 'ABCDEF0123456789' }));
  });

  test('WeChat’s own signature probe', async () => {
    const { headers, body } = good();
    await scene.isRefused({ headers: { ...headers, 'wechatpay-signature': 'WECHATPAY/SIGNTEST/x' }, body });
  });

  test.each([302, -302, 86_400, -86_400])('signed %i s ago', async (seconds) => {
    await scene.isRefused(good({ signedAt: ago(seconds) }));
  });

  test.each(['REFUND.SUCCESS', 'TRANSACTION.FAIL', '', '__proto__'])(
    'of the event %j',
    async (event_type) => {
      const envelope = anEnvelope(undefined, { event_type });
      await scene.isRefused(aV3Notice(envelope, { at: scene.at.clock.now() }));
    },
  );

  test.each([
    ['sealed under another tag', { nonce: 'AAAAAAAAAAAA' }],
    ['with other associated data', { associated_data: 'refund' }],
    ['of another algorithm', { algorithm: 'AEAD_SM4_GCM' }],
    ['with an empty ciphertext', { ciphertext: '' }],
  ])('%s', async (_fault, change) => {
    const envelope = anEnvelope();
    const resource = { ...envelope.resource, ...change };
    await scene.isRefused(aV3Notice({ ...envelope, resource }, { at: scene.at.clock.now() }));
  });

  test('signed 298 s ago is still heard', async () => {
    const purchase = await anUnpaidOrder(scene.at);
    const started = await startPayment(purchase);
    await dropNotices(scene.at);
    const paid = await payAtWechat(scene.at, purchase, started);
    const notice = good({
      paymentNo: started.paymentNo,
      amountFen: purchase.payableFen,
      transactionId: String(paid.json['transactionId']),
      signedAt: ago(298),
    });
    expect(isAcknowledged(scene.at, await deliver(scene.at, notice))).toBe(true);
    await eventually(
      () => stateOf(purchase),
      (state) => state === 'awaiting-shipment',
    );
  });

  test('at the end the books fit', async () => expect(await auditBooks(scene.at)).toEqual([]));
});

import { createGateway } from '../../server/wechat/pay/create-gateway.ts';
import type { NoticeResult, RawNotice } from '../../server/wechat/pay/payment-gateway.ts';
import {
  anEnvelope,
  aV3Notice,
  v3Headers,
  v3Transaction,
  type Envelope,
} from '../builders/wechat-notices.ts';
import { aPayConfig, merchantKey, now } from '../builders/wechat-party.ts';

const gateway = createGateway(aPayConfig(), () => now);
const read = (notice: RawNotice): NoticeResult => gateway.readNotice(notice);
const reasonOf = (result: NoticeResult): string => (result.ok ? 'ok' : result.reason);

const SIGNED_HEADERS = [
  'wechatpay-timestamp',
  'wechatpay-nonce',
  'wechatpay-serial',
  'wechatpay-signature',
] as const;

function withHeader(name: string, value: string | undefined): RawNotice {
  const notice = aV3Notice();
  return { ...notice, headers: { ...notice.headers, [name]: value } };
}

function withResource(changes: Partial<Envelope['resource']>): RawNotice {
  const envelope = anEnvelope();
  return aV3Notice({ ...envelope, resource: { ...envelope.resource, ...changes } });
}

function refuse(changed: RawNotice, what: string): void {
  if (read(changed).ok) throw new Error(`went unseen: ${what}`);
}

function* flipsOf(bytes: Buffer, masks = 0xff): Generator<Buffer> {
  expect(bytes.length).toBeGreaterThan(0);
  for (let position = 0; position < bytes.length; position += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      if (((masks >> bit) & 1) === 0) continue;
      const flipped = Buffer.from(bytes);
      flipped[position] = (flipped[position] ?? 0) ^ (1 << bit);
      yield flipped;
    }
  }
}

describe('v3 notification', () => {
  test('tells of a payment', () => {
    expect(read(aV3Notice())).toEqual({
      ok: true,
      noticeId: 'EV-2018022511223320873',
      trade: {
        outTradeNo: '0001234567890123456789',
        tradeState: 'SUCCESS',
        appId: v3Transaction.appid,
        mchId: v3Transaction.mchid,
        transactionId: '4200000008201712143733500001',
        amountFen: 1999,
        currency: 'CNY',
        openid: 'ot8fSu4DDSKb9sh8kfcNVh4Y80PA',
        tradeType: 'JSAPI',
        bankType: 'OTHERS',
        paidAt: new Date('2026-11-22T02:18:39.000Z'),
      },
    });
  });

  test('is verified over its bytes as sent, not over JSON written anew', () => {
    const body = Buffer.from(
      JSON.stringify(anEnvelope(), undefined, 2).replace('"id"', '"extra": 1.0,\n"id"'),
    );
    const headers = v3Headers(body);
    expect(read({ headers, body }).ok).toBe(true);
    const rewritten = Buffer.from(JSON.stringify(JSON.parse(body.toString())));
    expect(reasonOf(read({ headers, body: rewritten }))).toBe('signature');
    expect(reasonOf(read({ headers, body: Buffer.concat([body, Buffer.from('\n')]) }))).toBe('signature');
  });

  test.each([
    [-301, 'stale'],
    [-300, 'ok'],
    [0, 'ok'],
    [300, 'ok'],
    [301, 'stale'],
    [-2 * 365 * 86_400, 'stale'],
  ])('signed %i s from now', (seconds, wanted) => {
    const at = new Date(now.getTime() + seconds * 1000);
    expect(reasonOf(read(aV3Notice(anEnvelope(), { at })))).toBe(wanted);
  });

  test('a missing or empty header', () => {
    for (const name of SIGNED_HEADERS) {
      expect(reasonOf(read(withHeader(name, undefined)))).toBe('signature');
      expect(reasonOf(read(withHeader(name, '')))).toBe('signature');
    }
    expect(read(withHeader('wechatpay-signature-type', undefined)).ok).toBe(true);
    expect(reasonOf(read(withHeader('wechatpay-signature-type', 'WECHATPAY2-SM2-WITH-SM3')))).toBe(
      'signature',
    );
  });

  test('a wrong serial, another key under the right serial, a probe', () => {
    expect(reasonOf(read(aV3Notice(anEnvelope(), { serial: 'PUB_KEY_ID_0' })))).toBe('signature');
    expect(reasonOf(read(aV3Notice(anEnvelope(), { key: merchantKey })))).toBe('signature');
    const signature = aV3Notice().headers['wechatpay-signature'] ?? '';
    expect(reasonOf(read(withHeader('wechatpay-signature', `WECHATPAY/SIGNTEST/${signature}`)))).toBe(
      'signature',
    );
    const probe = `WECHATPAY/SIGNTEST/${signature.slice('WECHATPAY/SIGNTEST/'.length)}`;
    expect(read(withHeader('wechatpay-signature', probe))).toMatchObject({
      ok: false,
      message: 'a signature probe',
    });
  });

  test('line feeds cannot move bytes from the body into the headers', () => {
    const body = Buffer.from(JSON.stringify(anEnvelope(), undefined, 1));
    const headers = v3Headers(body);
    expect(read({ headers, body }).ok).toBe(true);
    // The very same signed text, cut at the body's first line feed instead.
    const moved = { ...headers, 'wechatpay-nonce': `${headers['wechatpay-nonce']}\n{` };
    expect(reasonOf(read({ headers: moved, body: body.subarray(2) }))).toBe('signature');
  });

  test.each([
    ['another app', { ...v3Transaction, appid: 'wx0000000000000000' }, 'not-ours'],
    ['another merchant', { ...v3Transaction, mchid: '1900000110' }, 'not-ours'],
    ['another state', { ...v3Transaction, trade_state: 'NOTPAY' }, 'not-a-payment'],
    ['no amount', { ...v3Transaction, amount: undefined }, 'malformed'],
    ['an amount in text', { ...v3Transaction, amount: { total: '1999' } }, 'malformed'],
    ['a broken amount', { ...v3Transaction, amount: { total: 19.99 } }, 'malformed'],
    ['no transaction', { ...v3Transaction, transaction_id: '' }, 'malformed'],
    ['no order', { ...v3Transaction, out_trade_no: undefined }, 'malformed'],
    ['a time that is none', { ...v3Transaction, success_time: 'yesterday' }, 'malformed'],
    ['no object', 'text', 'malformed'],
  ])('signed and sealed, but %s', (_name, transaction, reason) => {
    expect(reasonOf(read(aV3Notice(anEnvelope(transaction))))).toBe(reason);
  });

  test('another event is not a payment, though it is signed', () => {
    for (const event of ['REFUND.SUCCESS', 'PAYSCORE.USER_OPEN_SERVICE', 'transaction.success', '']) {
      const result = read(aV3Notice(anEnvelope(v3Transaction, { event_type: event })));
      expect(reasonOf(result)).toBe('not-a-payment');
    }
  });

  test('a signed body of another shape is malformed', () => {
    const { resource, ...rest } = anEnvelope();
    for (const body of [rest, { ...rest, resource: {} }, { ...rest, id: '', resource }, [], null, 'x', 1]) {
      expect(reasonOf(read(aV3Notice(body)))).toBe('malformed');
    }
    expect(reasonOf(read(withResource({ algorithm: 'AES' })))).toBe('malformed');
    for (const body of [Buffer.alloc(0), Buffer.from('{'), Buffer.from([0x22, 0xff, 0x22])]) {
      expect(reasonOf(read({ headers: v3Headers(body), body }))).toBe('malformed');
    }
    expect(reasonOf(read({ headers: {}, body: Buffer.alloc(65_537, ' ') }))).toBe('malformed');
  });

  test('a key that does not fit opens nothing', () => {
    const other = createGateway(aPayConfig({ v3Key: 'another APIv3 key of 32 bytes ..' }), () => now);
    expect(reasonOf(other.readNotice(aV3Notice()))).toBe('decryption');
  });
});

describe('one changed bit in a v3 notification', () => {
  const notice = aV3Notice();

  test('in any byte of the body is refused', () => {
    for (const body of flipsOf(notice.body)) refuse({ headers: notice.headers, body }, body.toString());
  });

  test('in any byte of any signed header is refused', () => {
    for (const name of SIGNED_HEADERS) {
      for (const flipped of flipsOf(Buffer.from(notice.headers[name] ?? '', 'latin1'))) {
        const value = flipped.toString('latin1');
        refuse({ headers: { ...notice.headers, [name]: value }, body: notice.body }, `${name}: ${value}`);
      }
    }
  });

  test('in the ciphertext, its tag, nonce or associated data is refused even when signed', () => {
    const { resource } = anEnvelope();
    for (const name of ['nonce', 'associated_data'] as const) {
      for (const flipped of flipsOf(Buffer.from(resource[name]), 0x01)) {
        expect(reasonOf(read(withResource({ [name]: flipped.toString() })))).toBe('decryption');
      }
      expect(reasonOf(read(withResource({ [name]: '' })))).toBe('decryption');
    }
    for (const flipped of flipsOf(Buffer.from(resource.ciphertext, 'base64'), 0x01)) {
      expect(reasonOf(read(withResource({ ciphertext: flipped.toString('base64') })))).toBe('decryption');
    }
    // The text around the bytes counts too: base64 has one spelling.
    for (const ciphertext of [
      '',
      'AA==',
      ` ${resource.ciphertext}`,
      resource.ciphertext.replace(/=*$/, '#'),
    ]) {
      expect(reasonOf(read(withResource({ ciphertext })))).toBe('decryption');
    }
  });
});

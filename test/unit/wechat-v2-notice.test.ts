import { createGateway } from '../../server/wechat/pay/create-gateway.ts';
import type { NoticeResult, RawNotice } from '../../server/wechat/pay/payment-gateway.ts';
import { aV2Notice, rawXml, signedV2, v2Payment, v2Xml } from '../builders/wechat-notices.ts';
import { aPayConfig, now } from '../builders/wechat-party.ts';

const md5 = createGateway(aPayConfig({ api: 'v2' }), () => now);
const hmac = createGateway(aPayConfig({ api: 'v2', v2SignType: 'HMAC-SHA256' }), () => now);

const read = (notice: RawNotice): NoticeResult => md5.readNotice(notice);
const reasonOf = (result: NoticeResult): string => (result.ok ? 'ok' : result.reason);

describe('v2 notification', () => {
  test('tells of a payment', () => {
    expect(read(aV2Notice())).toEqual({
      ok: true,
      noticeId: '4200000008201712143733500001',
      trade: {
        outTradeNo: '0001234567890123456789',
        tradeState: 'SUCCESS',
        appId: v2Payment['appid'],
        mchId: v2Payment['mch_id'],
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

  test('unknown fields, coupons, blanks and nested JSON are part of the signature', () => {
    const extra = {
      coupon_fee_0: '100',
      version: '1.0',
      attach: ' a&b=c ',
      promotion_detail: '{"a":"]"}',
      empty: '',
    };
    expect(read(aV2Notice(extra)).ok).toBe(true);
    const signed = signedV2({ ...v2Payment, ...extra });
    expect(reasonOf(read(rawXml(v2Xml({ ...signed, attach: 'a&b=c' }))))).toBe('signature');
    expect(reasonOf(read(rawXml(v2Xml({ ...signed, added: '1' }))))).toBe('signature');
  });

  test('an amount over 32 bits stays whole', () => {
    const result = read(aV2Notice({ total_fee: '10000000099' }));
    expect(result.ok && result.trade.amountFen).toBe(10_000_000_099);
  });

  test('the algorithm is the configured one, whatever sign_type says', () => {
    for (const signType of [undefined, 'MD5', 'HMAC-SHA256']) {
      const claim: Record<string, string> = signType === undefined ? {} : { sign_type: signType };
      expect(read(aV2Notice(claim, 'MD5')).ok).toBe(true);
      expect(hmac.readNotice(aV2Notice(claim, 'HMAC-SHA256')).ok).toBe(true);
      expect(reasonOf(read(aV2Notice(claim, 'HMAC-SHA256')))).toBe('signature');
      expect(reasonOf(hmac.readNotice(aV2Notice(claim, 'MD5')))).toBe('signature');
    }
  });

  test.each([
    ['another app', { appid: 'wx0000000000000000' }, 'not-ours'],
    ['another merchant', { mch_id: '1900000110' }, 'not-ours'],
    ['a failure', { result_code: 'FAIL' }, 'not-a-payment'],
    ['a state that is not SUCCESS', { trade_state: 'NOTPAY' }, 'not-a-payment'],
    ['no amount', { total_fee: '' }, 'malformed'],
    ['an amount that is no number', { total_fee: '19.99' }, 'malformed'],
    ['an amount with a sign', { total_fee: '-1' }, 'malformed'],
    ['an amount in another notation', { total_fee: '1e3' }, 'malformed'],
    ['no transaction', { transaction_id: '' }, 'malformed'],
    ['no order', { out_trade_no: '' }, 'malformed'],
    ['a day that is none', { time_end: '20260231000000' }, 'malformed'],
  ])('signed, but %s', (_name, changes, reason) => {
    expect(reasonOf(read(aV2Notice(changes)))).toBe(reason);
  });

  test('a wrong or missing signature', () => {
    const { sign = '', ...unsigned } = signedV2(v2Payment);
    expect(reasonOf(read(rawXml(v2Xml(unsigned))))).toBe('signature');
    for (const wrong of ['', sign.toLowerCase(), `${sign} `, sign.slice(1), `${sign}0`, '0'.repeat(32)]) {
      expect(reasonOf(read(rawXml(v2Xml({ ...unsigned, sign: wrong }))))).toBe('signature');
    }
    expect(
      reasonOf(read(rawXml(v2Xml(signedV2(v2Payment, 'MD5', 'another key of 32 characters ...'))))),
    ).toBe('signature');
  });

  test('XML that WeChat never sends is refused although its values are signed', () => {
    const xml = aV2Notice().body.toString();
    const hostile = [
      `<!DOCTYPE xml>${xml}`,
      `<!DOCTYPE xml [<!ENTITY e "OTHERS">]>${xml.replace('<![CDATA[OTHERS]]>', '&e;')}`,
      xml.replace('</xml>', '<total_fee>1999</total_fee></xml>'),
      xml.replace('<total_fee>', '<total_fee a="1">'),
      xml.replace('<![CDATA[OTHERS]]>', '<b>OTHERS</b>'),
      xml.replace('</xml>', `${' '.repeat(65_536)}</xml>`),
    ];
    for (const body of hostile) expect(reasonOf(read(rawXml(body)))).toBe('malformed');
    expect(reasonOf(read(rawXml('')))).toBe('malformed');
    expect(read(rawXml(`\uFEFF\r\n${xml}\n`)).ok).toBe(true);
  });
});

describe('one changed bit in a v2 notification', () => {
  const fields = signedV2({ ...v2Payment, sign_type: 'MD5' });
  const xml = Buffer.from(v2Xml(fields));

  test('in any byte of any name or value, in any bit, is refused', () => {
    let flips = 0;
    for (const [name, value] of Object.entries(fields)) {
      for (const start of [xml.indexOf(`<${name}>`) + 1, xml.indexOf(`</${name}>`) + 2]) {
        flips += refuseFlips(start, Buffer.byteLength(name));
      }
      const open = xml.indexOf(`<${name}>`) + name.length + 2;
      const start = xml.indexOf(value, open);
      expect(start - open).toBeLessThanOrEqual('<![CDATA['.length);
      flips += refuseFlips(start, Buffer.byteLength(value));
    }
    expect(flips).toBeGreaterThan(4000);
  });

  test('in a name in both its tags is refused', () => {
    for (const name of Object.keys(fields)) {
      for (let at = 0; at < name.length; at += 1) {
        const renamed = name.slice(0, at) + String.fromCharCode(name.charCodeAt(at) ^ 1) + name.slice(at + 1);
        const changed = Object.entries(fields).map(([key, value]) => [key === name ? renamed : key, value]);
        expect(read(rawXml(v2Xml(Object.fromEntries(changed)))).ok).toBe(false);
      }
    }
  });

  function refuseFlips(start: number, length: number): number {
    for (let position = start; position < start + length; position += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const body = Buffer.from(xml);
        body[position] = (body[position] ?? 0) ^ (1 << bit);
        if (read({ headers: {}, body }).ok) throw new Error(`bit ${bit} of byte ${position} went unseen`);
      }
    }
    return length * 8;
  }
});

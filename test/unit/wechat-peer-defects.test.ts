import { createPrivateKey, verify } from 'node:crypto';
import { decryptAesGcm } from '../../server/wechat/cipher/aes-gcm.ts';
import { createGateway } from '../../server/wechat/pay/create-gateway.ts';
import { buildXml } from '../../server/wechat/pay/v2/build-xml.ts';
import { canonicalString } from '../../server/wechat/pay/v2/canonical-string.ts';
import { parseXml } from '../../server/wechat/pay/v2/parse-xml.ts';
import { authorization } from '../../server/wechat/pay/v3/authorization.ts';
import { requestMessage } from '../../server/wechat/pay/v3/request-message.ts';
import { anEnvelope, aV2Notice, aV3Notice, rawXml, v3Headers } from '../builders/wechat-notices.ts';
import { aPayConfig, merchantKey, merchantPublicKey, now, pemOf, v3Key } from '../builders/wechat-party.ts';

const v3 = createGateway(aPayConfig(), () => now);
const v2 = createGateway(aPayConfig({ api: 'v2' }), () => now);
const read = (xml: string): Record<string, string> | undefined => {
  const parsed = parseXml(Buffer.from(xml));
  return parsed.ok ? { ...parsed.fields } : undefined;
};

/** Faults measured in widely used packages; each would let money go wrong. Ours must not have them. */
describe('defects seen in other implementations', () => {
  test('GCM: a flipped bit turned an amount of 100 into 110, a wrong tag was accepted', () => {
    const { ciphertext, nonce, associated_data: associatedData } = anEnvelope().resource;
    const sealed = { key: v3Key, nonce, associatedData };
    expect(decryptAesGcm({ ...sealed, ciphertext })).toBeDefined();
    for (const position of [0, 40, -1, -16]) {
      const bytes = Buffer.from(ciphertext, 'base64');
      const at = (bytes.length + position) % bytes.length;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      expect(decryptAesGcm({ ...sealed, ciphertext: bytes.toString('base64') })).toBeUndefined();
    }
    const withoutTag = Buffer.from(ciphertext, 'base64').subarray(0, -16).toString('base64');
    expect(decryptAesGcm({ ...sealed, ciphertext: withoutTag })).toBeUndefined();
    const shortTag = Buffer.from(ciphertext, 'base64').subarray(0, -4).toString('base64');
    expect(decryptAesGcm({ ...sealed, ciphertext: shortTag })).toBeUndefined();
  });

  test('a POST without a body was signed without its empty line', () => {
    const parts = { method: 'POST', url: '/v3/x', timestamp: '1732241919', nonce: 'n', body: '' };
    const message = 'POST\n/v3/x\n1732241919\nn\n\n';
    expect(requestMessage(parts)).toBe(message);
    const key = createPrivateKey(pemOf(merchantKey, 'pkcs8'));
    const signature =
      /signature="([^"]+)"/.exec(authorization(parts, { mchId: '1', serial: 'A', key }))?.[1] ?? '';
    const bytes = Buffer.from(signature, 'base64');
    expect(verify('sha256', Buffer.from(message), merchantPublicKey, bytes)).toBe(true);
  });

  test('null was signed as an empty value', () => {
    expect(canonicalString({ a: '1', b: null, c: undefined, d: '', e: '0', f: 0 })).toBe('a=1&e=0&f=0');
  });

  test('names were sorted without regard to case', () => {
    const values = { remark: '1', re_openid: '2', RE_OPENID: '3', REMARK: '4' };
    expect(canonicalString(values)).toBe('REMARK=4&RE_OPENID=3&re_openid=2&remark=1');
  });

  test('blanks at the ends of a value were lost, so its signature failed', () => {
    expect(read('<xml><attach> 前后有空格 </attach><body>x</body></xml>')).toEqual({
      attach: ' 前后有空格 ',
      body: 'x',
    });
    expect(v2.readNotice(aV2Notice({ attach: '\n 前后有空格 ' })).ok).toBe(true);
    const plain = aV2Notice({ attach: ' blank ' }).body.toString();
    expect(v2.readNotice(rawXml(plain.replace('<![CDATA[ blank ]]>', ' blank '))).ok).toBe(true);
  });

  test(']]> broke out of CDATA', () => {
    expect(read(buildXml({ body: 'a]]>b' }))).toEqual({ body: 'a]]>b' });
    const attack = ']]></body><total_fee>1</total_fee><body><![CDATA[';
    expect(read(buildXml({ body: attack, total_fee: '100' }))).toEqual({ body: attack, total_fee: '100' });
  });

  test('a signature two years old was good', () => {
    const at = new Date('2024-11-22T10:18:39+08:00');
    expect(v3.readNotice(aV3Notice(anEnvelope(), { at }))).toMatchObject({ ok: false, reason: 'stale' });
  });

  test('a body parsed and written again does not verify, the bytes do', () => {
    const body = Buffer.from(JSON.stringify(anEnvelope()).replace('{', '{"a": 1.0, '));
    const headers = v3Headers(body);
    expect(v3.readNotice({ headers, body }).ok).toBe(true);
    const again = Buffer.from(JSON.stringify(JSON.parse(body.toString())));
    expect(v3.readNotice({ headers, body: again })).toMatchObject({ ok: false, reason: 'signature' });
  });

  test('long numbers, leading zeros, exponents and hex became numbers', () => {
    const values = {
      transaction_id: '4200000008201712143733500001',
      out_trade_no: '0001234',
      out2: '1234567890123456789012',
      attach: '1e5',
      hex: '0x1F',
      openid: ' a ',
      empty: '',
    };
    expect(read(buildXml(values))).toEqual(values);
    const plain = Object.entries(values).map(([name, value]) => `<${name}>${value}</${name}>`);
    expect(read(`<xml>${plain.join('')}</xml>`)).toEqual(values);
  });

  test.each([
    ['external', '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><a>&a;</a></xml>'],
    ['internal', '<!DOCTYPE xml [<!ENTITY a "AAAA">]><xml><a>&a;&a;</a></xml>'],
    [
      'piled up',
      '<!DOCTYPE xml [<!ENTITY a "AAAA"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]><xml><a>&c;</a></xml>',
    ],
    ['prototype', '<xml><__proto__>1</__proto__></xml>'],
    ['duplicate', '<xml><total_fee>1</total_fee><total_fee>2</total_fee></xml>'],
  ])('XML with %s content was let in', (_name, xml) => {
    expect(read(xml)).toBeUndefined();
    expect(v2.readNotice(rawXml(xml))).toMatchObject({ ok: false, reason: 'malformed' });
  });
});

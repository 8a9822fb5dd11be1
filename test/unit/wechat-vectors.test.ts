import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { decryptAesEcb } from '../../server/wechat/cipher/aes-ecb.ts';
import { decryptAesGcm } from '../../server/wechat/cipher/aes-gcm.ts';
import { rawDataSignature, verifyRawData } from '../../server/wechat/cipher/raw-data-signature.ts';
import { decryptRsaOaep } from '../../server/wechat/cipher/rsa-oaep.ts';
import { signRsaSha256, verifyRsaSha256 } from '../../server/wechat/cipher/rsa-sha256.ts';
import { decryptUserData } from '../../server/wechat/cipher/user-data.ts';
import { billHash } from '../../server/wechat/pay/bill-hash.ts';
import { buildXml } from '../../server/wechat/pay/v2/build-xml.ts';
import { canonicalString } from '../../server/wechat/pay/v2/canonical-string.ts';
import { parseXml } from '../../server/wechat/pay/v2/parse-xml.ts';
import { v2PaySign } from '../../server/wechat/pay/v2/pay-sign.ts';
import { openRefundReqInfo, refundNoticeKey } from '../../server/wechat/pay/v2/refund-req-info.ts';
import { hasValidSign, sign } from '../../server/wechat/pay/v2/sign.ts';
import { authorization } from '../../server/wechat/pay/v3/authorization.ts';
import { v3PaySign } from '../../server/wechat/pay/v3/pay-sign.ts';
import { certificateSerial, staticPlatformKeys } from '../../server/wechat/pay/v3/platform-keys.ts';
import { requestMessage } from '../../server/wechat/pay/v3/request-message.ts';
import { verifyMessage } from '../../server/wechat/pay/v3/verify-message.ts';

const text = z.record(z.string(), z.string());
const entry = z.object({
  id: z.string(),
  kind: z.string(),
  input: z.record(z.string(), z.unknown()),
  expect: z.record(z.string(), z.unknown()),
});
type Entry = z.infer<typeof entry>;

const file = z.object({ published: z.array(entry), generated: z.array(entry) });
const raw: unknown = JSON.parse(
  readFileSync(new URL('../fixtures/wechat/vectors.json', import.meta.url), 'utf8'),
);
const { published, generated } = file.parse(raw);
const vectors = [...published, ...generated];

const v2Input = z.object({
  params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  key: z.string(),
  sign_type: z.enum(['MD5', 'HMAC-SHA256']),
});

function v2Sign({ input, expect: expected }: Entry): void {
  const { params, key, sign_type: signType } = v2Input.parse(input);
  const wanted = text.parse(expected)['sign'] ?? '';
  expect(sign(params, key, signType)).toBe(wanted);
  const fields = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, String(value ?? '')]),
  );
  expect(hasValidSign({ ...fields, sign: wanted }, key, signType)).toBe(true);
  expect(hasValidSign({ ...fields, sign: wanted, added: '1' }, key, signType)).toBe(false);
  expect(hasValidSign({ ...fields, sign: wanted }, `${key}x`, signType)).toBe(false);
}

function gcm({ input, expect: expected }: Entry): void {
  const { key = '', nonce = '', aad = '', ...rest } = text.parse(input);
  const { ciphertext = rest['ciphertext'] ?? '', plaintext = rest['plaintext'] } = text.parse(expected);
  const sealed = { key, nonce, associatedData: aad, ciphertext };
  expect(decryptAesGcm(sealed)?.toString('utf8')).toBe(plaintext);
  expect(decryptAesGcm({ ...sealed, associatedData: `${aad}x` })).toBeUndefined();
  expect(decryptAesGcm({ ...sealed, nonce: nonce.replace(/.$/, '~') })).toBeUndefined();
}

function verifyWith({ input, expect: expected }: Entry, pemName: string): void {
  const { message = '', signature = '', wrong_message: wrong = `${message}x`, ...pem } = text.parse(input);
  const key = createPublicKey(pem[pemName] ?? '');
  expect(verifyRsaSha256(Buffer.from(message), signature, key)).toBe(expected['valid']);
  expect(verifyRsaSha256(Buffer.from(wrong), signature, key)).toBe(false);
}

const runners: Readonly<Record<string, (vector: Entry) => void>> = {
  'v2-sign-md5': v2Sign,
  'v2-sign-hmac': v2Sign,
  'v2-string': ({ input, expect: expected }) => {
    const { params } = v2Input.pick({ params: true }).parse(input);
    expect(canonicalString(params)).toBe(expected['string']);
  },
  'v2-jsapi-paysign-md5': ({ input, expect: expected }) => {
    const { params, key } = v2Input.parse(input);
    const { appId, timeStamp, nonceStr, package: packed, ...rest } = params;
    expect(rest).toEqual({ signType: 'MD5' });
    const parameters = v2PaySign({
      appId: String(appId),
      timeStamp: String(timeStamp),
      nonceStr: String(nonceStr),
      prepayId: String(packed).replace('prepay_id=', ''),
      key,
      signType: 'MD5',
    });
    expect(parameters.package).toBe(packed);
    expect(parameters.paySign).toBe(expected['sign']);
  },
  'v2-xml': ({ input, expect: expected }) => {
    const object = text.parse(input['object']);
    const given = parseXml(Buffer.from(String(input['xml'])));
    expect(given).toEqual({ ok: true, fields: expected });
    expect(parseXml(Buffer.from(buildXml(object)))).toEqual({ ok: true, fields: object });
  },
  'v2-refund-req-info': ({ input, expect: expected }) => {
    const { v2_key: key = '', plaintext = '' } = text.parse(input);
    const { req_info: reqInfo = '', ...wanted } = expected;
    const opened = openRefundReqInfo(String(reqInfo), key);
    expect(opened.ok && opened).toEqual(parseXml(Buffer.from(plaintext), 'root'));
    expect(opened.ok && opened.fields['refund_recv_accout']).toBe('支付用户零钱');
    if (wanted['aes_key'] !== undefined) expect(refundNoticeKey(key)).toBe(wanted['aes_key']);
    expect(openRefundReqInfo(String(reqInfo), `${key}x`).ok).toBe(false);
  },
  'refund-key-md5': ({ input, expect: expected }) =>
    expect(refundNoticeKey(String(input['v2_key']))).toBe(expected['aes_key']),
  'aes-256-ecb': ({ input, expect: expected }) => {
    const { key = '', plaintext } = text.parse(input);
    expect(decryptAesEcb(key, String(expected['ciphertext']))?.toString()).toBe(plaintext);
  },
  'aes-256-gcm': gcm,
  'aes-128-gcm': gcm,
  'v3-certificate-decrypt': ({ input, expect: expected }) => {
    const { key = '', nonce = '', aad = '', ciphertext = '' } = text.parse(input);
    const plaintext = decryptAesGcm({ key, nonce, associatedData: aad, ciphertext }) ?? Buffer.alloc(0);
    expect(createHash('sha256').update(plaintext).digest('hex')).toBe(expected['plaintext_sha256']);
    expect(certificateSerial(plaintext.toString('utf8'))).toBe(expected['serial']);
  },
  'v3-message': ({ input, expect: expected }) => {
    const { method = '', url = '', timestamp = '', nonce = '', body = '' } = text.parse(input);
    expect(requestMessage({ method, url, timestamp, nonce, body })).toBe(expected['message']);
  },
  'v3-request-sign': ({ input, expect: expected }) => {
    const {
      method = '',
      url = '',
      timestamp = '',
      nonce = '',
      body = '',
      private_key = '',
    } = text.parse(input);
    const key = createPrivateKey(private_key);
    const header = authorization(
      { method, url, timestamp, nonce, body },
      { mchId: '1900', serial: 'AB', key },
    );
    expect(header).toBe(
      `WECHATPAY2-SHA256-RSA2048 mchid="1900",nonce_str="${nonce}",timestamp="${timestamp}",` +
        `serial_no="AB",signature="${String(expected['signature'])}"`,
    );
  },
  'v3-jsapi-paysign-rsa': ({ input, expect: expected }) => {
    const {
      appId = '',
      timeStamp = '',
      nonceStr = '',
      package: packed = '',
      private_key = '',
    } = text.parse(input);
    const prepayId = packed.replace('prepay_id=', '');
    const key = createPrivateKey(private_key);
    const parameters = v3PaySign({ appId, timeStamp, nonceStr, prepayId, key });
    expect(parameters).toEqual({
      timeStamp,
      nonceStr,
      package: packed,
      signType: 'RSA',
      paySign: expected['paySign'],
    });
  },
  'rsa-sha256-sign': ({ input, expect: expected }) => {
    const { message = '', ...keys } = text.parse(input);
    expect(Object.keys(keys).length).toBe(Object.keys(expected).length);
    for (const [name, pem] of Object.entries(keys)) {
      const wanted = expected[name === 'private_key' ? 'signature' : name.replace('private_key_', '')];
      expect(signRsaSha256(message, createPrivateKey(pem))).toBe(wanted);
    }
  },
  'rsa-sha256-verify-pubkey': (vector) => verifyWith(vector, 'public_key'),
  'rsa-sha256-verify-cert': (vector) => {
    verifyWith(vector, 'certificate');
    const pem = String(vector.input['certificate']);
    const serial = String(vector.expect['serial']);
    expect(certificateSerial(pem)).toBe(serial);
    expect(staticPlatformKeys([{ id: serial, publicKeyPem: pem }]).find(serial)).toBeDefined();
    expect(() => staticPlatformKeys([{ id: 'AB', publicKeyPem: pem }])).toThrow(serial);
  },
  'v3-notify-verify': ({ input, expect: expected }) => {
    const { timestamp = '', nonce = '', serial = '', body = '', signature = '', ...rest } = text.parse(input);
    const keys = staticPlatformKeys([{ id: serial, publicKeyPem: rest['platform_public_key'] ?? '' }]);
    const headers = {
      'wechatpay-timestamp': timestamp,
      'wechatpay-nonce': nonce,
      'wechatpay-serial': serial,
      'wechatpay-signature': signature,
    };
    const now = new Date(Number(timestamp) * 1000);
    const isValid = (sent: string): boolean =>
      verifyMessage({ headers, body: Buffer.from(sent) }, keys, now).ok;
    expect(isValid(body)).toBe(expected['valid']);
    expect(isValid(rest['wrong_body'] ?? '')).toBe(expected['wrong_valid']);
  },
  'v3-notify-verify-decrypt': ({ input, expect: expected }) => {
    const sent = text.parse(input['headers']);
    const headers = Object.fromEntries(
      Object.entries(sent).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const body = String(input['body']);
    const keys = staticPlatformKeys([
      { id: headers['wechatpay-serial'] ?? '', publicKeyPem: String(input['platform_cert']) },
    ]);
    const now = new Date(Number(headers['wechatpay-timestamp']) * 1000);
    expect(verifyMessage({ headers, body: Buffer.from(body) }, keys, now)).toEqual({ ok: expected['valid'] });
    const { resource } = z.object({ resource: text }).parse(JSON.parse(body));
    const plaintext = decryptAesGcm({
      key: String(input['apiv3_key']),
      nonce: resource['nonce'] ?? '',
      associatedData: resource['associated_data'] ?? '',
      ciphertext: resource['ciphertext'] ?? '',
    });
    expect(plaintext?.toString('utf8')).toBe(expected['plaintext']);
  },
  'rsa-oaep-sha1': ({ input, expect: expected }) => {
    const { ciphertext = '', private_key = '' } = text.parse(input);
    const opened = decryptRsaOaep(ciphertext, createPrivateKey(private_key));
    expect(opened?.toString('utf8')).toBe(expected['plaintext']);
  },
  'miniprogram-encryptedData-aes-128-cbc': ({ input, expect: expected }) => {
    const {
      session_key: sessionKey = '',
      iv = '',
      encryptedData = '',
      appid: appId = '',
    } = text.parse(input);
    const opened = decryptUserData({ encryptedData, iv, sessionKey, appId });
    expect(opened).toMatchObject({
      ok: true,
      data: {
        openId: expected['openId'],
        unionId: expected['unionId'],
        watermark: { appid: expected['watermark_appid'], timestamp: expected['watermark_timestamp'] },
      },
    });
    const foreign = decryptUserData({ encryptedData, iv, sessionKey, appId: 'wx0' });
    expect(foreign).toEqual({ ok: false, reason: 'not-ours' });
  },
  'miniprogram-rawData-sha1': ({ input, expect: expected }) => {
    const { rawData = '', session_key: sessionKey = '' } = text.parse(input);
    const signature = String(expected['signature']);
    expect(rawDataSignature(rawData, sessionKey)).toBe(signature);
    expect(verifyRawData(rawData, sessionKey, signature)).toBe(true);
    expect(verifyRawData(`${rawData} `, sessionKey, signature)).toBe(false);
  },
  'bill-hash': ({ input, expect: expected }) => {
    const content = Buffer.from(String(input['text']));
    expect(billHash(content, 'SHA1')).toBe(expected['sha1']);
    expect(billHash(content, 'SHA256')).toBe(expected['sha256']);
  },
};

describe('WeChat test vectors', () => {
  test('there are 49, each with its own id, and every kind has a runner', () => {
    expect(vectors).toHaveLength(49);
    expect(new Set(vectors.map(({ id }) => id)).size).toBe(49);
    expect(new Set(vectors.map(({ kind }) => kind))).toEqual(new Set(Object.keys(runners)));
  });

  test.each(vectors.map((vector) => [vector.id, vector.kind, vector] as const))(
    '%s %s',
    (_id, kind, vector) => {
      const run = runners[kind];
      if (run === undefined) throw new Error(`no runner for ${kind}`);
      expect.hasAssertions();
      run(vector);
    },
  );
});

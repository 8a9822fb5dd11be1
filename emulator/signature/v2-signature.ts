import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export type SignType = 'MD5' | 'HMAC-SHA256';
export type V2Fields = Readonly<Record<string, string>>;

/** The text v2 signs: non-empty fields but `sign`, in ASCII order of their names, raw values, then the key. */
function signedText(fields: V2Fields, key: string): string {
  const pairs = Object.keys(fields)
    .filter((name) => name !== 'sign' && fields[name] !== '')
    .sort()
    .map((name) => `${name}=${fields[name]}`);
  return [...pairs, `key=${key}`].join('&');
}

/** Signs v2 fields: upper-case hex, 32 characters for MD5, 64 for HMAC-SHA256. Source: WeChat Pay v2 "安全规范". */
export function signV2(fields: V2Fields, key: string, signType: SignType): string {
  const text = signedText(fields, key);
  const digest =
    signType === 'MD5'
      ? createHash('md5').update(text, 'utf8').digest('hex')
      : createHmac('sha256', key).update(text, 'utf8').digest('hex');
  return digest.toUpperCase();
}

/** Whether `fields.sign` is right; compared in constant time. */
export function v2SignatureFits(fields: V2Fields, key: string, signType: SignType): boolean {
  const expected = Buffer.from(signV2(fields, key, signType));
  const given = Buffer.from(fields['sign'] ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

import { createHash, createHmac } from 'node:crypto';
import { equalInConstantTime } from '../../equal-in-constant-time.ts';
import { canonicalString, type SignedParameters } from './canonical-string.ts';

export type V2SignType = 'MD5' | 'HMAC-SHA256';

/** v2 signature in upper-case hex: 32 characters for MD5, 64 for HMAC-SHA256. */
export function sign(parameters: SignedParameters, key: string, signType: V2SignType): string {
  const text = `${canonicalString(parameters)}&key=${key}`;
  const hash = signType === 'MD5' ? createHash('md5') : createHmac('sha256', key);
  return hash.update(text, 'utf8').digest('hex').toUpperCase();
}

/**
 * Checks `sign` over every other field received, unknown ones included. The algorithm is
 * ours, never the sender's: a notification may carry a sign_type, or none, or a lie.
 */
export function hasValidSign(
  fields: Readonly<Record<string, string>>,
  key: string,
  signType: V2SignType,
): boolean {
  return equalInConstantTime(fields['sign'] ?? '', sign(fields, key, signType));
}

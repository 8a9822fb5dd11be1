import { verifyRsaSha256 } from '../../cipher/rsa-sha256.ts';
import type { PlatformKeySource } from './platform-keys.ts';

/** WeChat's own limit, both ways. */
const WINDOW_SECONDS = 300;
const SIGNATURE_TYPE = 'WECHATPAY2-SHA256-RSA2048';

export interface SignedMessage {
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  /** Raw bytes; empty for a 204. */
  body: Buffer;
}

export type Verification = { ok: true } | { ok: false; reason: 'signature' | 'stale'; message: string };

/**
 * Whether an answer or notification is WeChat's: the named key signed exactly these bytes
 * within the last 300 s. WeChat now and then sends a false signature (`WECHATPAY/SIGNTEST/…`)
 * to see whether one looks; it fails here like any other.
 */
export function verifyMessage(message: SignedMessage, keys: PlatformKeySource, now: Date): Verification {
  const { headers, body } = message;
  const timestamp = headers['wechatpay-timestamp'] ?? '';
  const nonce = headers['wechatpay-nonce'] ?? '';
  const signature = headers['wechatpay-signature'] ?? '';
  const serial = headers['wechatpay-serial'] ?? '';
  // Printable words only: a line feed inside would let header and body trade places.
  if (!/^\d{10}$/.test(timestamp) || !/^[\x21-\x7e]{1,128}$/.test(nonce))
    return refuse('timestamp or nonce is missing');
  if (signature === '' || serial === '') return refuse('signature or serial is missing');
  if (signature.startsWith('WECHATPAY/SIGNTEST/')) return refuse('a signature probe');
  if ((headers['wechatpay-signature-type'] ?? SIGNATURE_TYPE) !== SIGNATURE_TYPE)
    return refuse('another signature type');

  const key = keys.find(serial);
  if (key === undefined) return refuse(`no key of serial ${serial.slice(0, 64)}`);
  const ageSeconds = Math.abs(now.getTime() / 1000 - Number(timestamp));
  if (ageSeconds > WINDOW_SECONDS)
    return { ok: false, reason: 'stale', message: `${Math.round(ageSeconds)} s off our clock` };

  const signed = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')]);
  return verifyRsaSha256(signed, signature, key) ? { ok: true } : refuse('signature is wrong');
}

function refuse(message: string): Verification {
  return { ok: false, reason: 'signature', message };
}

import { sign, verify, type KeyObject } from 'node:crypto';
import { strictBase64 } from '../strict-base64.ts';

/** SHA256-RSA (PKCS#1 v1.5), in base64: every signature of v3. */
export function signRsaSha256(message: string, key: KeyObject): string {
  return sign('sha256', Buffer.from(message, 'utf8'), key).toString('base64');
}

/** Whether the base64 signature is the key owner's for exactly these bytes. Never throws. */
export function verifyRsaSha256(message: Buffer, signature: string, key: KeyObject): boolean {
  const bytes = strictBase64(signature);
  return bytes !== undefined && verify('sha256', message, key, bytes);
}

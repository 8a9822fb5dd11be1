import { createDecipheriv } from 'node:crypto';
import { strictBase64 } from '../strict-base64.ts';

/**
 * AES-256-ECB with PKCS#7, used by v2's refund notification only. Undefined when the text
 * does not decrypt. ECB carries no proof of origin: confirm what it says by a query.
 * @param key 32 bytes
 * @param ciphertext base64
 */
export function decryptAesEcb(key: string, ciphertext: string): Buffer | undefined {
  const keyBytes = Buffer.from(key, 'utf8');
  const sealed = strictBase64(ciphertext);
  if (keyBytes.length !== 32 || sealed === undefined) return undefined;
  const decipher = createDecipheriv('aes-256-ecb', keyBytes, null);
  try {
    return Buffer.concat([decipher.update(sealed), decipher.final()]);
  } catch {
    return undefined;
  }
}

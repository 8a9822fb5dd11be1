import { constants, privateDecrypt, type KeyObject } from 'node:crypto';
import { strictBase64 } from '../strict-base64.ts';

/**
 * Opens a field that v3 sealed for us with RSA-OAEP (SHA-1, as WeChat fixes it), such as a
 * payer's name. Undefined when it was not sealed for this key.
 * @param ciphertext base64
 */
export function decryptRsaOaep(ciphertext: string, key: KeyObject): Buffer | undefined {
  const sealed = strictBase64(ciphertext);
  if (sealed === undefined) return undefined;
  try {
    return privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, sealed);
  } catch {
    return undefined;
  }
}

import { createCipheriv } from 'node:crypto';
import { randomText } from '../random-text.ts';

export interface SealedResource {
  algorithm: 'AEAD_AES_256_GCM';
  original_type: string;
  ciphertext: string;
  associated_data: string;
  nonce: string;
}

/** AES-256-GCM under the APIv3 key; the 16-byte tag follows the ciphertext (WeChat Pay v3, "回调报文解密"). */
export function sealResource(
  plaintext: string,
  associatedData: string,
  v3Key: string,
  nonce = randomText(12),
): SealedResource {
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(v3Key), Buffer.from(nonce));
  cipher.setAAD(Buffer.from(associatedData));
  const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: 'AEAD_AES_256_GCM',
    original_type: associatedData,
    ciphertext: sealed.toString('base64'),
    associated_data: associatedData,
    nonce,
  };
}

import { createDecipheriv } from 'node:crypto';
import { strictBase64 } from '../strict-base64.ts';

const TAG_BYTES = 16;

export interface GcmInput {
  /** 32 bytes (the APIv3 key) for AES-256; 16 bytes select AES-128. */
  key: string;
  nonce: string;
  associatedData: string;
  /** base64 of data ‖ 16-byte tag. */
  ciphertext: string;
}

/**
 * AEAD_AES_256_GCM as v3 uses it for notifications and certificates. Undefined when key,
 * nonce, associated data, data or tag is not the one it was sealed with.
 */
export function decryptAesGcm(input: GcmInput): Buffer | undefined {
  const key = Buffer.from(input.key, 'utf8');
  const nonce = Buffer.from(input.nonce, 'utf8');
  const sealed = strictBase64(input.ciphertext);
  if (sealed === undefined || sealed.length < TAG_BYTES) return undefined;
  if ((key.length !== 32 && key.length !== 16) || nonce.length < 12 || nonce.length > 16) return undefined;

  const algorithm = key.length === 32 ? 'aes-256-gcm' : 'aes-128-gcm';
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(input.associatedData, 'utf8'));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const plaintext = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES));
  try {
    // final() is what checks the tag; without it any bit could be changed on the way.
    return Buffer.concat([plaintext, decipher.final()]);
  } catch {
    return undefined;
  }
}

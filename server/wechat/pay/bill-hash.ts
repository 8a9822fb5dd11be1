import { createHash } from 'node:crypto';

/**
 * The hash_value of a bill (hash_type SHA1 today), lower-case hex, over the uncompressed
 * file. The download itself is not signed, so this is the only proof of the bill.
 */
export function billHash(content: Buffer, hashType: 'SHA1' | 'SHA256'): string {
  return createHash(hashType.toLowerCase()).update(content).digest('hex');
}

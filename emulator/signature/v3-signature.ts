import { sign, verify, type KeyObject } from 'node:crypto';

/** The bytes v3 signs: each part on a line of its own, the last one too. A Buffer part stays as it came in. */
export function linesToSign(...parts: (string | Buffer)[]): Buffer {
  const newline = Buffer.from('\n');
  return Buffer.concat(
    parts.flatMap((part) => [typeof part === 'string' ? Buffer.from(part) : part, newline]),
  );
}

/** SHA256-RSA (PKCS#1 v1.5), base64. */
export function signV3(message: Buffer, privateKey: KeyObject): string {
  return sign('sha256', message, privateKey).toString('base64');
}

/** Whether a base64 signature fits; a signature that is no base64 simply does not. */
export function v3SignatureFits(message: Buffer, signature: string, publicKey: KeyObject): boolean {
  return verify('sha256', message, publicKey, Buffer.from(signature, 'base64'));
}

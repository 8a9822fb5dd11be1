import { randomBytes } from 'node:crypto';

/** 32 characters, the longest nonce_str WeChat takes. */
export function nonce(): string {
  return randomBytes(16).toString('hex');
}

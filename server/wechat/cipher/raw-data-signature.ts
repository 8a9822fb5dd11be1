import { createHash } from 'node:crypto';
import { equalInConstantTime } from '../equal-in-constant-time.ts';

/** The signature the mini-program gets beside rawData: sha1(rawData + session_key), lower-case hex. */
export function rawDataSignature(rawData: string, sessionKey: string): string {
  return createHash('sha1').update(rawData, 'utf8').update(sessionKey, 'utf8').digest('hex');
}

/** Whether rawData is what WeChat gave to the client under this session. */
export function verifyRawData(rawData: string, sessionKey: string, signature: string): boolean {
  return equalInConstantTime(signature, rawDataSignature(rawData, sessionKey));
}

import { createDecipheriv } from 'node:crypto';
import { decodeUtf8 } from '../decode-utf8.ts';
import { strictBase64 } from '../strict-base64.ts';

export interface EncryptedUserData {
  encryptedData: string;
  iv: string;
  /** base64, from exchangeLoginCode; an older login's key does not open newer data. */
  sessionKey: string;
  appId: string;
}

export type UserDataResult =
  { ok: true; data: Record<string, unknown> } | { ok: false; reason: 'decryption' | 'not-ours' };

/**
 * Opens what wx.getUserInfo and its kin hand out: AES-128-CBC, PKCS#7, everything in base64.
 * Data of another app (its watermark names the app) is refused.
 */
export function decryptUserData(input: EncryptedUserData): UserDataResult {
  const key = strictBase64(input.sessionKey);
  const iv = strictBase64(input.iv);
  const sealed = strictBase64(input.encryptedData);
  if (key?.length !== 16 || iv?.length !== 16 || sealed === undefined)
    return { ok: false, reason: 'decryption' };

  const data = openJson(key, iv, sealed);
  if (data === undefined) return { ok: false, reason: 'decryption' };
  const watermark = data['watermark'];
  const isOurs = isObject(watermark) && watermark['appid'] === input.appId;
  return isOurs ? { ok: true, data } : { ok: false, reason: 'not-ours' };
}

function openJson(key: Buffer, iv: Buffer, sealed: Buffer): Record<string, unknown> | undefined {
  try {
    const decipher = createDecipheriv('aes-128-cbc', key, iv);
    const text = decodeUtf8(Buffer.concat([decipher.update(sealed), decipher.final()]));
    const data: unknown = text === undefined ? undefined : JSON.parse(text);
    return isObject(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { createHash } from 'node:crypto';
import { decryptAesEcb } from '../../cipher/aes-ecb.ts';
import { parseXml, type ParsedXml } from './parse-xml.ts';

/** The AES key of refund notifications: MD5 of the v2 key as 32 lower-case hex characters, leading zeros kept. */
export function refundNoticeKey(v2Key: string): string {
  return createHash('md5').update(v2Key, 'utf8').digest('hex');
}

/**
 * Opens `req_info` of a v2 refund notification. The notification is not signed and ECB is
 * malleable: compare every number with the own refund and confirm it by refundquery.
 */
export function openRefundReqInfo(reqInfo: string, v2Key: string): ParsedXml {
  const plaintext = decryptAesEcb(refundNoticeKey(v2Key), reqInfo);
  return plaintext === undefined ? { ok: false, message: 'does not decrypt' } : parseXml(plaintext, 'root');
}

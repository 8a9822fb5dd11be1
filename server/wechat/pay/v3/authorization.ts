import type { KeyObject } from 'node:crypto';
import { signRsaSha256 } from '../../cipher/rsa-sha256.ts';
import { requestMessage, type V3RequestParts } from './request-message.ts';

export interface MerchantSigner {
  mchId: string;
  /** Serial of the merchant's certificate. */
  serial: string;
  key: KeyObject;
}

/** The Authorization header of a v3 request. */
export function authorization(parts: V3RequestParts, signer: MerchantSigner): string {
  const values = {
    mchid: signer.mchId,
    nonce_str: parts.nonce,
    timestamp: parts.timestamp,
    serial_no: signer.serial,
    signature: signRsaSha256(requestMessage(parts), signer.key),
  };
  const list = Object.entries(values).map(([name, value]) => `${name}="${value}"`);
  return `WECHATPAY2-SHA256-RSA2048 ${list.join(',')}`;
}

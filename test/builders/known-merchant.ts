import { createPublicKey } from 'node:crypto';
import type { Credentials } from '../../emulator/merchant/credentials.ts';
import { appId, mchId, merchantKey, pemOf, v2Key, v3Key, wechatKey, wechatSerial } from './wechat-party.ts';

/**
 * The emulator's merchant with the keys of the vectors: no RSA pair has to be made, and a test can sign a
 * notification exactly as this WeChat would.
 */
export const knownMerchant: Credentials = {
  appId,
  appSecret: '0123456789abcdef0123456789abcdef',
  mchId,
  v2Key,
  v3Key,
  mchSerial: '5DEA10EF55877E3CF6C33255C2E7DEFFF7E427EC',
  mchPrivateKeyPem: pemOf(merchantKey, 'pkcs8'),
  platformKeys: [
    {
      id: wechatSerial,
      kind: 'public-key',
      privateKeyPem: pemOf(wechatKey, 'pkcs8'),
      publicKeyPem: pemOf(createPublicKey(wechatKey), 'spki'),
    },
  ],
};

import type { V2SignType } from './v2/sign.ts';

/** A key that WeChat signs with. */
export interface PlatformKey {
  /** What Wechatpay-Serial says: `PUB_KEY_ID_…`, or the certificate's serial in upper-case hex. */
  id: string;
  /** PEM of the public key, or of the platform certificate. */
  publicKeyPem: string;
}

/** Whose shop it is and where WeChat Pay answers; both versions. */
export interface MerchantConfig {
  appId: string;
  mchId: string;
  /** Such as https://api.mch.weixin.qq.com */
  baseUrl: string;
  /** For one try; a call has at most three. */
  timeoutMs: number;
  /** Pauses before the second and third try of a call that may be repeated; see retry-identical. */
  retryPausesMs?: readonly number[] | undefined;
}

export interface V2Config extends MerchantConfig {
  v2Key: string;
  v2SignType: V2SignType;
}

export interface V3Config extends MerchantConfig {
  v3Key: string;
  mchSerial: string;
  mchPrivateKeyPem: string;
  platformKeys: readonly PlatformKey[];
}

/** As it comes out of the environment: what the chosen version does not use may be missing. */
export interface WechatPayConfig extends MerchantConfig {
  api: 'v2' | 'v3';
  /** 32 characters. */
  v2Key?: string | undefined;
  /** MD5 unless told. */
  v2SignType?: V2SignType | undefined;
  /** 32 bytes. */
  v3Key?: string | undefined;
  /** Serial of the merchant's certificate, upper-case hex. */
  mchSerial?: string | undefined;
  mchPrivateKeyPem?: string | undefined;
  platformKeys?: readonly PlatformKey[] | undefined;
}

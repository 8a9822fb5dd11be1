import type { PaymentGateway } from './payment-gateway.ts';
import { v2Gateway } from './v2/v2-gateway.ts';
import { v3Gateway } from './v3/v3-gateway.ts';
import type { MerchantConfig, WechatPayConfig } from './wechat-pay-config.ts';

/**
 * The gateway the configuration asks for. Names what is missing, never what is there.
 * @throws {TypeError} at start, so that a wrong key is not found out by the first payer
 */
export function createGateway(config: WechatPayConfig, clock: () => Date): PaymentGateway {
  const merchant = readMerchant(config);
  if (config.api === 'v2') {
    const v2Key = required('v2Key', config.v2Key);
    if (Buffer.byteLength(v2Key) !== 32) throw new TypeError('v2Key must have 32 characters');
    return v2Gateway({ ...merchant, v2Key, v2SignType: config.v2SignType ?? 'MD5' }, clock);
  }
  const v3Key = required('v3Key', config.v3Key);
  if (Buffer.byteLength(v3Key) !== 32) throw new TypeError('v3Key must have 32 bytes');
  const mchSerial = required('mchSerial', config.mchSerial);
  if (!/^[0-9A-F]{8,40}$/.test(mchSerial))
    throw new TypeError('mchSerial must be upper-case hex, not decimal');
  const mchPrivateKeyPem = required('mchPrivateKeyPem', config.mchPrivateKeyPem);
  return v3Gateway(
    { ...merchant, v3Key, mchSerial, mchPrivateKeyPem, platformKeys: config.platformKeys ?? [] },
    clock,
  );
}

function readMerchant(config: WechatPayConfig): MerchantConfig {
  const baseUrl = required('baseUrl', config.baseUrl).replace(/\/+$/, '');
  const { protocol, search, hash } = new URL(baseUrl);
  if (!/^https?:$/.test(protocol) || search !== '' || hash !== '') {
    throw new TypeError('baseUrl must be http(s), without query');
  }
  if (!Number.isSafeInteger(config.timeoutMs) || config.timeoutMs < 1)
    throw new TypeError('timeoutMs must be whole ms');
  return {
    appId: required('appId', config.appId),
    mchId: required('mchId', config.mchId),
    baseUrl,
    timeoutMs: config.timeoutMs,
    retryPausesMs: config.retryPausesMs,
  };
}

function required(name: string, value: string | undefined): string {
  // A blank around a pasted key is the commonest cause of "signature wrong".
  if (value === undefined || value === '' || (value !== value.trim() && !value.startsWith('-----'))) {
    throw new TypeError(`WeChat Pay needs ${name}, without blanks around it`);
  }
  return value;
}

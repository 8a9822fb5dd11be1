import { createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import type { PlatformKey } from '../wechat-pay-config.ts';

/**
 * Finds the key that WeChat signed with. During a rotation two are in use, during a
 * migration to public-key mode a certificate and a public key, so all are held at once.
 */
export interface PlatformKeySource {
  /** @param serial as Wechatpay-Serial says it, letter for letter */
  find(serial: string): KeyObject | undefined;
}

/**
 * Keys from the configuration.
 * @throws {TypeError} for no key, a key twice, no RSA key, or a certificate under another serial
 */
export function staticPlatformKeys(platformKeys: readonly PlatformKey[]): PlatformKeySource {
  const keys = new Map<string, KeyObject>();
  for (const { id, publicKeyPem } of platformKeys) {
    if (keys.has(id)) throw new TypeError(`platform key ${id} is given twice`);
    keys.set(id, readKey(id, publicKeyPem));
  }
  if (keys.size === 0) throw new TypeError('v3 needs a platform key: nothing WeChat says could be verified');
  return { find: (serial) => keys.get(serial) };
}

/** Serial of a certificate in the form WeChat uses: upper-case hex. */
export function certificateSerial(certificatePem: string): string {
  return new X509Certificate(certificatePem).serialNumber.toUpperCase();
}

function readKey(id: string, pem: string): KeyObject {
  if (pem.includes('-----BEGIN CERTIFICATE-----') && certificateSerial(pem) !== id) {
    throw new TypeError(`platform key ${id} is the certificate of another serial, ${certificateSerial(pem)}`);
  }
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'rsa') throw new TypeError(`platform key ${id} is no RSA key`);
  return key;
}

import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { Credentials } from './credentials.ts';

export interface PlatformKey {
  id: string;
  privateKey: KeyObject;
}

/** What `GET /emulator/config` shows: what the merchant would have been given, and nothing of WeChat's own. */
export interface MerchantConfig {
  appId: string;
  appSecret: string;
  mchId: string;
  v2Key: string;
  v3Key: string;
  mchSerial: string;
  mchPrivateKeyPem: string;
  platformKeys: { id: string; publicKeyPem: string; kind: 'certificate' | 'public-key' }[];
}

/** The one merchant of this emulator, with its keys ready for use. */
export class Merchant {
  readonly credentials: Credentials;
  readonly publicKey: KeyObject;
  readonly #platformKeys: [PlatformKey, ...PlatformKey[]];

  constructor(credentials: Credentials) {
    this.credentials = credentials;
    this.publicKey = createPublicKey(credentials.mchPrivateKeyPem);
    const [first, ...rest] = credentials.platformKeys.map((key) => ({
      id: key.id,
      privateKey: createPrivateKey(key.privateKeyPem),
    }));
    if (first === undefined) throw new Error('a merchant needs at least one platform key');
    this.#platformKeys = [first, ...rest];
  }

  /** The platform key of that id, else the first: WeChat answers with the key the request asks for. */
  platformKey(id: string | null | undefined): PlatformKey {
    return this.#platformKeys.find((key) => key.id === id) ?? this.#platformKeys[0];
  }

  hasPlatformKey(id: string): boolean {
    return this.#platformKeys.some((key) => key.id === id);
  }

  config(): MerchantConfig {
    const { platformKeys, ...own } = this.credentials;
    return {
      ...own,
      platformKeys: platformKeys.map(({ id, publicKeyPem, kind }) => ({ id, publicKeyPem, kind })),
    };
  }
}

import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { beijingTime } from '../beijing-time.ts';
import { randomText } from '../random-text.ts';

export interface PlatformCredential {
  /** Upper-case hex serial of a certificate, or `PUB_KEY_ID_` and digits. */
  id: string;
  kind: 'certificate' | 'public-key';
  privateKeyPem: string;
  publicKeyPem: string;
}

/** Everything WeChat and the merchant agreed on when the account was opened. Plain JSON: it is saved. */
export interface Credentials {
  appId: string;
  appSecret: string;
  mchId: string;
  v2Key: string;
  v3Key: string;
  mchSerial: string;
  mchPrivateKeyPem: string;
  platformKeys: PlatformCredential[];
}

const generate = promisify(generateKeyPair);

async function rsaPair(): Promise<{ privateKeyPem: string; publicKeyPem: string }> {
  const { privateKey, publicKey } = await generate('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { privateKeyPem: privateKey, publicKeyPem: publicKey };
}

const serial = (): string => randomText(40, 'hex').toUpperCase();

/** Opens a merchant account: fresh ids, keys and RSA pairs (2048 bits; takes some hundred milliseconds). */
export async function createCredentials(now = Date.now()): Promise<Credentials> {
  const [merchant, certificate, publicKey] = await Promise.all([rsaPair(), rsaPair(), rsaPair()]);
  const mchId = `16${randomText(8, 'digits')}`;
  const day = beijingTime.compact(now).slice(0, 8);
  return {
    appId: `wx${randomText(16, 'hex')}`,
    appSecret: randomText(32, 'hex'),
    mchId,
    v2Key: randomText(32),
    v3Key: randomText(32),
    mchSerial: serial(),
    mchPrivateKeyPem: merchant.privateKeyPem,
    platformKeys: [
      { id: serial(), kind: 'certificate', ...certificate },
      { id: `PUB_KEY_ID_01${mchId}${day}00${randomText(8, 'digits')}`, kind: 'public-key', ...publicKey },
    ],
  };
}

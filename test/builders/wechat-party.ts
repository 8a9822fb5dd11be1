import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { WechatPayConfig } from '../../server/wechat/pay/wechat-pay-config.ts';

const vectors = z.object({
  generated: z.array(z.object({ id: z.string(), input: z.record(z.string(), z.unknown()) })),
});
const raw: unknown = JSON.parse(
  readFileSync(new URL('../fixtures/wechat/vectors.json', import.meta.url), 'utf8'),
);
const { generated } = vectors.parse(raw);

/** Test keys out of the vectors, so that every run signs the same. */
function keyOf(id: string): KeyObject {
  const found = generated.find((vector) => vector.id === id);
  return createPrivateKey(String(found?.input['private_key']));
}

/** WeChat's side: it signs answers and notifications with this. */
export const wechatKey = keyOf('gen-39');
export const wechatSerial = 'PUB_KEY_ID_0119000001092026112200187383';
/** The merchant's side. */
export const merchantKey = keyOf('gen-19');
export const merchantPublicKey = createPublicKey(merchantKey);

export const v2Key = 'Zx9Wq3Lm7Rt5Yp1Kd8Nf2Bg6Vc4Hj0Sa';
export const v3Key = '0123456789abcdefABCDEF0123456789';
export const appId = 'wxa1b2c3d4e5f60718';
export const mchId = '1900000109';
/** Every clock of these suites stands here. */
export const now = new Date('2026-11-22T10:18:39+08:00');

export function pemOf(key: KeyObject, type: 'pkcs8' | 'spki'): string {
  return String(key.export({ format: 'pem', type }));
}

export function aPayConfig(changes: Partial<WechatPayConfig> = {}): WechatPayConfig {
  return {
    api: 'v3',
    appId,
    mchId,
    baseUrl: 'http://127.0.0.1:9',
    timeoutMs: 2000,
    retryPausesMs: [1, 1],
    v2Key,
    v2SignType: 'MD5',
    v3Key,
    mchSerial: '5DEA10EF55877E3CF6C33255C2E7DEFFF7E427EC',
    mchPrivateKeyPem: pemOf(merchantKey, 'pkcs8'),
    platformKeys: [{ id: wechatSerial, publicKeyPem: pemOf(createPublicKey(wechatKey), 'spki') }],
    ...changes,
  };
}

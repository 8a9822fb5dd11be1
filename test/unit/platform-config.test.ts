import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, readConfig } from '../../server/platform/config.ts';
import { knownMerchant } from '../builders/known-merchant.ts';

const pem = knownMerchant.mchPrivateKeyPem;
const [platformKey] = knownMerchant.platformKeys;
const publicPem = platformKey?.publicKeyPem ?? '';
const v2 = {
  MONGODB_URI: 'mongodb://127.0.0.1/shop',
  WECHAT_APP_ID: 'wx0000000000000000',
  WECHAT_APP_SECRET: 'unused',
  WECHAT_MCH_ID: '1900000000',
  WECHAT_PAY_API: 'v2',
  WECHAT_PAY_V2_KEY: '0'.repeat(32),
};
const v3 = {
  ...v2,
  WECHAT_PAY_API: 'v3',
  WECHAT_PAY_V3_KEY: '0'.repeat(32),
  WECHAT_PAY_MCH_SERIAL: 'SERIAL',
  WECHAT_PAY_MCH_PRIVATE_KEY: pem,
  WECHAT_PAY_PLATFORM_KEYS: JSON.stringify({ key: publicPem }),
};
const production = {
  ...v2,
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://shop.example.com',
  SHOP_SECRET: 'f3b1c0d2e4a5968778695a4b3c2d1e0f',
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xiaopu-config-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a start with these settings complains of; empty for none. */
function complaint(source: Record<string, string | undefined>): string {
  try {
    readConfig(source);
  } catch (error) {
    return String(error);
  }
  return '';
}

test.each([
  ['true', 1],
  ['TRUE', 1],
  ['false', 0],
  ['', 0],
  ['0', 0],
  ['1', 1],
  ['3', 3],
])('TRUST_PROXY=%s trusts %i proxies', (given, hops) => {
  expect(readConfig({ ...v2, TRUST_PROXY: given }).TRUST_PROXY).toBe(hops);
});

test.each(['-1', '12', '1.5', 'all', '10.0.0.1'])('TRUST_PROXY=%s is refused', (given) => {
  expect(complaint({ ...v2, TRUST_PROXY: given })).toContain('TRUST_PROXY');
});

test('a mistyped NODE_ENV is not taken for development', () => {
  expect(complaint({ ...production, NODE_ENV: 'prod' })).toContain('NODE_ENV');
  expect(readConfig(v2).production).toBe(false);
  expect(readConfig(production).production).toBe(true);
});

test.each([
  ['PUBLIC_URL', 'http://shop.example.com'],
  ['PUBLIC_URL', undefined],
  ['WECHAT_API_BASE_URL', 'http://api.example.com'],
  ['WECHAT_PAY_BASE_URL', 'http://127.0.0.1:3010'],
  ['SHOP_SECRET', undefined],
  ['SHOP_SECRET', 'development-secret-not-for-production'],
  ['SHOP_SECRET', 'f3b1c0d2e4a5968778695a4b3c2d1e0'],
  ['SHOP_SECRET', 'x'.repeat(64)],
])('production refuses %s=%s', (name, value) => {
  expect(complaint({ ...production, [name]: value })).toContain(name);
  expect(complaint({ ...production, [name]: value, NODE_ENV: 'development' })).toBe('');
});

test('a stopping process answers on for 3 s in production, not at all in development, or as set', () => {
  const graceOf = (source: Record<string, string>): Config['DRAIN_GRACE_MS'] =>
    readConfig(source).DRAIN_GRACE_MS;
  expect([graceOf(v2), graceOf(production), graceOf({ ...production, DRAIN_GRACE_MS: '0' })]).toEqual([
    0, 3000, 0,
  ]);
});

describe('keys of WeChat pay', () => {
  const secretPart = 'MIIEvSecretPartOfTheKey';

  test('a private key without its first line is named and not shown', () => {
    const said = complaint({ ...v3, WECHAT_PAY_MCH_PRIVATE_KEY: `${secretPart}\n-----END PRIVATE KEY-----` });
    expect(said).toContain('WECHAT_PAY_MCH_PRIVATE_KEY');
    expect(said).not.toContain(secretPart);
  });

  test('a private key pasted as the name of its file is named and not shown', () => {
    const said = complaint({
      ...v3,
      WECHAT_PAY_MCH_PRIVATE_KEY: undefined,
      WECHAT_PAY_MCH_PRIVATE_KEY_FILE: `/${secretPart}`,
    });
    expect(said).toContain('WECHAT_PAY_MCH_PRIVATE_KEY_FILE');
    expect(said).toContain('ENOENT');
    expect(said).not.toContain(secretPart);
  });

  test('the private key comes from its variable, with line ends written out, or from its file', async () => {
    const file = join(folder, 'apiclient_key.pem');
    await writeFile(file, pem);
    const fromFile = { ...v3, WECHAT_PAY_MCH_PRIVATE_KEY: '', WECHAT_PAY_MCH_PRIVATE_KEY_FILE: file };
    expect(readConfig(fromFile).WECHAT_PAY_MCH_PRIVATE_KEY).toBe(pem);
    const written = { ...v3, WECHAT_PAY_MCH_PRIVATE_KEY: pem.replaceAll('\n', '\\n') };
    expect(readConfig(written).WECHAT_PAY_MCH_PRIVATE_KEY).toBe(pem);
    expect(complaint({ ...v3, WECHAT_PAY_MCH_PRIVATE_KEY: file })).toContain('WECHAT_PAY_MCH_PRIVATE_KEY');
  });

  test.each([
    'not json',
    '[]',
    '"text"',
    '{"id": 1}',
    '{"id": "MIIBSecretPartOfTheKey"}',
    '{"id": "/no/such.pem"}',
  ])('WECHAT_PAY_PLATFORM_KEYS=%s is named and not shown', (given) => {
    const said = complaint({ ...v3, WECHAT_PAY_PLATFORM_KEYS: given });
    expect(said).toContain('WECHAT_PAY_PLATFORM_KEYS');
    expect(said).not.toMatch(/SecretPart|no\/such|not json/);
  });

  test('a platform key is text or a file', async () => {
    const file = join(folder, 'platform.pem');
    await writeFile(file, publicPem);
    const keys = JSON.stringify({ text: publicPem, file });
    expect(readConfig({ ...v3, WECHAT_PAY_PLATFORM_KEYS: keys }).platformKeys).toEqual([
      { id: 'text', pem: publicPem },
      { id: 'file', pem: publicPem },
    ]);
  });
});

import { serverEnvironment } from '../../scripts/start/server-environment.ts';

const given = {
  port: 3000,
  mongodbUri: 'mongodb://127.0.0.1:1/xiaopu',
  dataDir: '/data',
  publicUrl: 'http://localhost:3000',
  shopSecret: 'from the file',
  adminUsername: 'admin',
  adminPassword: undefined,
  emulatorUrl: 'http://127.0.0.1:3010',
  emulator: {
    appId: 'wx1',
    appSecret: 's',
    mchId: '190',
    v2Key: 'v2',
    v3Key: 'v3',
    mchSerial: 'AA',
    mchPrivateKeyPem: 'PEM',
    platformKeys: [{ id: 'BB', publicKeyPem: 'PUB' }],
  },
};

test("WeChat's part comes from the emulator", () => {
  expect(serverEnvironment({}, given)).toMatchObject({
    WECHAT_APP_ID: 'wx1',
    WECHAT_PAY_API: 'v3',
    WECHAT_PAY_PLATFORM_KEYS: '{"BB":"PUB"}',
    WECHAT_PAY_BASE_URL: 'http://127.0.0.1:3010',
    WECHAT_API_BASE_URL: 'http://127.0.0.1:3010',
    SHOP_SECRET: 'from the file',
  });
});

test("the user's own values win, empty ones do not", () => {
  const env = serverEnvironment({ WECHAT_PAY_API: 'v2', SHOP_SECRET: 'mine', WECHAT_APP_ID: '' }, given);
  expect(env).toMatchObject({ WECHAT_PAY_API: 'v2', SHOP_SECRET: 'mine', WECHAT_APP_ID: 'wx1' });
});

test("a key file of the user's is not hidden by the emulator's key", () => {
  const env = serverEnvironment({ WECHAT_PAY_MCH_PRIVATE_KEY_FILE: '/key.pem' }, given);
  expect(env['WECHAT_PAY_MCH_PRIVATE_KEY']).toBeUndefined();
});

test('no password is passed on where none is to be set', () => {
  expect(serverEnvironment({}, given)).not.toHaveProperty('ADMIN_PASSWORD');
});

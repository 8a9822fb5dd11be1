import type { EmulatorConfig } from './start-emulator.ts';

type Given = {
  port: number;
  mongodbUri: string;
  dataDir: string;
  publicUrl: string;
  shopSecret: string;
  adminUsername: string;
  adminPassword: string | undefined;
  emulatorUrl: string;
  emulator: EmulatorConfig;
};

/**
 * The server's settings: what the user's environment says wins, WeChat's part otherwise comes from the emulator.
 * The addresses and the database are always those this start made or checked.
 */
export function serverEnvironment(env: NodeJS.ProcessEnv, given: Given): NodeJS.ProcessEnv {
  const users = Object.fromEntries(Object.entries(env).filter(([, value]) => value));
  const defaults: NodeJS.ProcessEnv = { ...wechatDefaults(given), SHOP_SECRET: given.shopSecret };
  // The server takes the key itself before the key's file: a default must not hide the user's file.
  if (users['WECHAT_PAY_MCH_PRIVATE_KEY_FILE']) delete defaults['WECHAT_PAY_MCH_PRIVATE_KEY'];
  return {
    ...defaults,
    ...users,
    PORT: String(given.port),
    MONGODB_URI: given.mongodbUri,
    DATA_DIR: given.dataDir,
    PUBLIC_URL: given.publicUrl,
    ADMIN_USERNAME: given.adminUsername,
    ...(given.adminPassword ? { ADMIN_PASSWORD: given.adminPassword } : {}),
  };
}

function wechatDefaults({ emulator, emulatorUrl }: Given): NodeJS.ProcessEnv {
  const keys = emulator.platformKeys.map(({ id, publicKeyPem }) => [id, publicKeyPem]);
  return {
    WECHAT_APP_ID: emulator.appId,
    WECHAT_APP_SECRET: emulator.appSecret,
    WECHAT_MCH_ID: emulator.mchId,
    WECHAT_PAY_API: 'v3',
    WECHAT_PAY_V2_KEY: emulator.v2Key,
    WECHAT_PAY_V3_KEY: emulator.v3Key,
    WECHAT_PAY_MCH_SERIAL: emulator.mchSerial,
    WECHAT_PAY_MCH_PRIVATE_KEY: emulator.mchPrivateKeyPem,
    WECHAT_PAY_PLATFORM_KEYS: JSON.stringify(Object.fromEntries(keys)),
    WECHAT_PAY_BASE_URL: emulatorUrl,
    WECHAT_API_BASE_URL: emulatorUrl,
  };
}

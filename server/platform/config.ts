import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { limits } from './limits.ts';

/** Roles of a process: answer requests, run jobs and effects, or both. */
export const roles = ['web', 'worker', 'all'] as const;

const developmentSecret = 'development-secret-not-for-production';

const seconds = (fallback: number) => z.coerce.number().int().min(1).default(fallback);

const environment = z.object({
  NODE_ENV: z.string().default('development'),
  ROLE: z.enum(roles).default('all'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url().optional(),
  DATA_DIR: z.string().default('.data'),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  TRUST_PROXY: z.stringbool().default(false),
  MONGODB_URI: z.string().min(1, 'MONGODB_URI is required'),
  SHOP_SECRET: z.string().min(16).default(developmentSecret),
  ADMIN_USERNAME: z.string().default('admin'),
  ADMIN_PASSWORD: z.string().min(8).optional(),
  WECHAT_APP_ID: z.string(),
  WECHAT_APP_SECRET: z.string(),
  WECHAT_MCH_ID: z.string(),
  WECHAT_PAY_API: z.enum(['v2', 'v3']).default('v3'),
  WECHAT_PAY_V2_KEY: z.string().length(32).optional(),
  WECHAT_PAY_V2_SIGN_TYPE: z.enum(['MD5', 'HMAC-SHA256']).default('HMAC-SHA256'),
  WECHAT_PAY_V3_KEY: z.string().length(32).optional(),
  WECHAT_PAY_MCH_SERIAL: z.string().optional(),
  WECHAT_PAY_MCH_PRIVATE_KEY: z.string().optional(),
  WECHAT_PAY_MCH_PRIVATE_KEY_FILE: z.string().optional(),
  /** JSON object: serial or PUB_KEY_ID_… → PEM text or the path of a PEM file. */
  WECHAT_PAY_PLATFORM_KEYS: z.string().default('{}'),
  WECHAT_PAY_BASE_URL: z.url().default('https://api.mch.weixin.qq.com'),
  WECHAT_API_BASE_URL: z.url().default('https://api.weixin.qq.com'),
  ORDER_PAY_TIMEOUT_SECONDS: seconds(1800),
  PAYMENT_QUERY_INTERVAL_SECONDS: seconds(15),
  SESSION_DAYS: z.coerce.number().int().min(1).max(365).default(30),
  ...limits,
});

export type Environment = z.infer<typeof environment>;

export interface Config extends Omit<
  Environment,
  'WECHAT_PAY_PLATFORM_KEYS' | 'WECHAT_PAY_MCH_PRIVATE_KEY_FILE'
> {
  production: boolean;
  platformKeys: { id: string; pem: string }[];
}

/** PEM text as it is, `\n` written out as in an env file, or the path of a file. */
function pem(value: string): string {
  return value.includes('-----BEGIN') ? value.replaceAll('\\n', '\n') : readFileSync(value, 'utf8');
}

function platformKeys(json: string): { id: string; pem: string }[] {
  const entries = z.record(z.string(), z.string()).parse(JSON.parse(json));
  return Object.entries(entries).map(([id, value]) => ({ id, pem: pem(value) }));
}

/** What the chosen API version cannot do without; production must not run on made-up secrets. */
function missing(env: Environment): string[] {
  const wanted: (keyof Environment)[] =
    env.WECHAT_PAY_API === 'v2'
      ? ['WECHAT_PAY_V2_KEY']
      : ['WECHAT_PAY_V3_KEY', 'WECHAT_PAY_MCH_SERIAL', 'WECHAT_PAY_MCH_PRIVATE_KEY'];
  const absent = wanted.filter((name) => env[name] === undefined);
  if (env.WECHAT_PAY_API === 'v3' && env.WECHAT_PAY_PLATFORM_KEYS === '{}') {
    absent.push('WECHAT_PAY_PLATFORM_KEYS');
  }
  if (env.NODE_ENV === 'production') {
    if (env.SHOP_SECRET === developmentSecret) absent.push('SHOP_SECRET');
    if (!env.PUBLIC_URL?.startsWith('https://')) absent.push('PUBLIC_URL');
  }
  return absent;
}

/**
 * Reads and checks the whole configuration once, at start.
 * @throws Error naming every setting that is missing or wrong (never its value).
 */
export function readConfig(source: Record<string, string | undefined>): Config {
  // An empty variable means "not set": compose files and shells write `NAME=`.
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The configuration is not complete:\n${lines.join('\n')}`);
  }
  const env = parsed.data;
  const keyFile = env.WECHAT_PAY_MCH_PRIVATE_KEY_FILE;
  const key = env.WECHAT_PAY_MCH_PRIVATE_KEY ?? keyFile;
  if (key !== undefined) env.WECHAT_PAY_MCH_PRIVATE_KEY = pem(key);
  const absent = missing(env);
  if (absent.length > 0) {
    throw new Error(
      `The configuration is not complete: set ${absent.join(', ')} (no defaults in production).`,
    );
  }
  return {
    ...env,
    production: env.NODE_ENV === 'production',
    platformKeys: platformKeys(env.WECHAT_PAY_PLATFORM_KEYS),
  };
}

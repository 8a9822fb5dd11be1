import { z } from 'zod';
import { limits } from './limits.ts';
import { merchantKey, platformKeys } from './wechat-keys.ts';

/** Roles of a process: answer requests, run jobs and effects, or both. */
export const roles = ['web', 'worker', 'all'] as const;

const developmentSecret = 'development-secret-not-for-production';

const seconds = (fallback: number) => z.coerce.number().int().min(1).default(fallback);

const environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  ROLE: z.enum(roles).default('all'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url().optional(),
  DATA_DIR: z.string().default('.data'),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  /** How many proxies in front of this process are ours; `true` is 1. */
  TRUST_PROXY: z
    .string()
    .regex(/^(true|false|\d)$/i, 'expected a number of proxies, 0 to 9')
    .transform((hops) => (hops.toLowerCase() === 'true' ? 1 : Number(hops) || 0))
    .default(0),
  /** Bearer token for /metrics from other machines. */
  METRICS_TOKEN: z.string().min(16).optional(),
  /** How long a stopping process goes on answering, so that a balancer sees readiness first. */
  DRAIN_GRACE_MS: z.coerce.number().int().min(0).max(8000).optional(),
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
  POINTS_GRANTED_ON: z.enum(['placed', 'paid']).default('placed'),
  SESSION_DAYS: z.coerce.number().int().min(1).max(365).default(30),
  ...limits,
});

export type Environment = z.infer<typeof environment>;

export interface Config extends Omit<
  Environment,
  'WECHAT_PAY_PLATFORM_KEYS' | 'WECHAT_PAY_MCH_PRIVATE_KEY_FILE'
> {
  DRAIN_GRACE_MS: number;
  production: boolean;
  platformKeys: { id: string; pem: string }[];
}

/** What the chosen API version cannot do without. */
function missing(env: Environment): string[] {
  const wanted: (keyof Environment)[] =
    env.WECHAT_PAY_API === 'v2'
      ? ['WECHAT_PAY_V2_KEY']
      : ['WECHAT_PAY_V3_KEY', 'WECHAT_PAY_MCH_SERIAL', 'WECHAT_PAY_MCH_PRIVATE_KEY'];
  const absent = wanted.filter((name) => env[name] === undefined);
  if (env.WECHAT_PAY_API === 'v3' && env.WECHAT_PAY_PLATFORM_KEYS === '{}') {
    absent.push('WECHAT_PAY_PLATFORM_KEYS');
  }
  return absent;
}

/** What is good enough to develop with and not to sell with. */
function unfitForProduction(env: Environment): string[] {
  const wrong = (['PUBLIC_URL', 'WECHAT_API_BASE_URL', 'WECHAT_PAY_BASE_URL'] as const)
    .filter((name) => !env[name]?.toLowerCase().startsWith('https://'))
    .map((name) => `${name} (an https address)`);
  const { SHOP_SECRET: secret } = env;
  const isMadeUp = secret === developmentSecret || secret.length < 32 || new Set(secret).size < 2;
  return isMadeUp ? [...wrong, 'SHOP_SECRET (random, at least 32 characters)'] : wrong;
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
  const production = env.NODE_ENV === 'production';
  const key = merchantKey(env.WECHAT_PAY_MCH_PRIVATE_KEY, env.WECHAT_PAY_MCH_PRIVATE_KEY_FILE);
  if (key !== undefined) env.WECHAT_PAY_MCH_PRIVATE_KEY = key;
  const absent = [...missing(env), ...(production ? unfitForProduction(env) : [])];
  if (absent.length > 0) {
    throw new Error(
      `The configuration is not complete: set ${absent.join(', ')} (no defaults in production).`,
    );
  }
  return {
    ...env,
    production,
    DRAIN_GRACE_MS: env.DRAIN_GRACE_MS ?? (production ? 3000 : 0),
    platformKeys: platformKeys(env.WECHAT_PAY_PLATFORM_KEYS),
  };
}

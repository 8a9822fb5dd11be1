import { z } from 'zod';
import type { World } from '../world.ts';
import type { MiniOutcome } from './mini-outcome.ts';

const tokenRequest = z.object({
  grant_type: z.string(),
  appid: z.string(),
  secret: z.string(),
  force_refresh: z.boolean().default(false),
});

/** `POST /cgi-bin/stable_token` */
export function stableToken(world: World, body: unknown): MiniOutcome {
  const parsed = tokenRequest.safeParse(body);
  if (!parsed.success) return { errcode: 47001, errmsg: 'data format error' };
  const { appId, appSecret } = world.merchant.credentials;
  if (parsed.data.grant_type !== 'client_credential') return { errcode: 40002, errmsg: 'invalid grant_type' };
  if (parsed.data.appid !== appId) return { errcode: 40013, errmsg: 'invalid appid' };
  if (parsed.data.secret !== appSecret) return { errcode: 40125, errmsg: 'invalid appsecret' };
  const issued = world.tokens.issue(world.clock.now(), parsed.data.force_refresh);
  return issued.ok
    ? { access_token: issued.accessToken, expires_in: issued.expiresInSeconds }
    : { errcode: 45011, errmsg: 'api minute-quota reach limit, must slower, retry next minute' };
}

import type { World } from '../world.ts';
import type { MiniOutcome } from './mini-outcome.ts';

/** `GET /sns/jscode2session`: a wx.login code against the shopper's openid and session_key. */
export function jscode2session(world: World, query: URLSearchParams): MiniOutcome {
  const { appId, appSecret } = world.merchant.credentials;
  if (query.get('appid') !== appId) return { errcode: 40013, errmsg: 'invalid appid' };
  if (query.get('secret') !== appSecret) return { errcode: 40125, errmsg: 'invalid appsecret' };
  if (query.get('grant_type') !== 'authorization_code')
    return { errcode: 40002, errmsg: 'invalid grant_type' };
  const code = query.get('js_code') ?? '';
  if (code === '') return { errcode: 41008, errmsg: 'missing code' };
  const redeemed = world.logins.redeem(code, world.clock.now());
  if (redeemed.ok) return { openid: redeemed.openid, session_key: redeemed.sessionKey };
  return redeemed.reason === 'USED'
    ? { errcode: 40163, errmsg: 'code been used' }
    : { errcode: 40029, errmsg: 'invalid code' };
}

import { z } from 'zod';
import { callMiniProgramApi } from './call-mini-program-api.ts';
import type { MiniProgramConfig } from './mini-program-config.ts';
import { WechatError } from './wechat-error.ts';

export type LoginRefusal =
  | 'invalid-code' // never given, older than five minutes, or another app's
  | 'used' // a code is good once
  | 'blocked' // WeChat holds the user for a risk
  | 'busy'; // WeChat is, or this user logs in too often: later, with a new code

export type LoginResult =
  /** sessionKey must never leave the server. unionid only for apps bound to an open-platform account. */
  | { ok: true; openid: string; unionid?: string; sessionKey: string }
  | { ok: false; reason: LoginRefusal; message: string };

const session = z.object({
  openid: z.string().min(1),
  session_key: z.string().min(1),
  unionid: z.string().optional(),
});

const REFUSALS: Readonly<Record<number, LoginRefusal>> = {
  [-1]: 'busy',
  40029: 'invalid-code',
  40163: 'used',
  40226: 'blocked',
  45011: 'busy',
};

/**
 * Turns the code of wx.login into the shopper's openid (jscode2session). Never tried twice:
 * the first try may have used the code up.
 * @throws {WechatError} when WeChat cannot be reached, or refuses our app id or secret
 */
export async function exchangeLoginCode(config: MiniProgramConfig, code: string): Promise<LoginResult> {
  // It comes from the client: nothing else is worth a call.
  if (!/^[\x21-\x7e]{1,128}$/.test(code)) return { ok: false, reason: 'invalid-code', message: 'not a code' };
  const query = new URLSearchParams({
    appid: config.appId,
    secret: config.appSecret,
    js_code: code,
    grant_type: 'authorization_code',
  });
  const url = `${config.baseUrl}/sns/jscode2session?${query.toString()}`;
  const answer = await callMiniProgramApi({ method: 'GET', url, timeoutMs: config.timeoutMs });

  if (!answer.ok) {
    const reason = REFUSALS[answer.errcode];
    const message = `${answer.errcode} ${answer.errmsg}`.trim();
    if (reason === undefined) throw new WechatError('refused', `jscode2session: ${message}`);
    return { ok: false, reason, message };
  }
  const parsed = session.safeParse(answer.data);
  if (!parsed.success) throw new WechatError('malformed', 'jscode2session: no openid or session_key');
  const { openid, session_key: sessionKey, unionid } = parsed.data;
  return { ok: true, openid, sessionKey, ...(unionid ? { unionid } : {}) };
}

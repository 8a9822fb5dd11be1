import { z } from 'zod';
import { callMiniProgramApi } from './call-mini-program-api.ts';
import type { MiniProgramConfig } from './mini-program-config.ts';
import { WechatError } from './wechat-error.ts';

/** WeChat hands out the next token in the last five minutes of the old one; both hold then. */
const EARLY_MS = 5 * 60 * 1000;
/** A token this near its end is still kept a moment, or every call would ask for it anew. */
const MIN_KEEP_MS = 30 * 1000;

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

export interface AccessTokenSource {
  /** A token that is good for now. @throws {WechatError} */
  current(): Promise<string>;
  /** For a call answered 40001, 40014 or 42001: forgets the token, once for all who held it, and fetches. */
  renew(rejected: string): Promise<string>;
}

/**
 * Tokens by stable_token, kept in this process; however many ask, one fetch runs. Other
 * processes may do the same: stable_token gives all of them the same token.
 */
export function accessTokenSource(config: MiniProgramConfig, clock: () => Date): AccessTokenSource {
  let cached: { token: string; keepUntilMs: number } | undefined;
  let fetching: Promise<string> | undefined;

  async function fetchOnce(): Promise<string> {
    const { token, lifeMs } = await fetchToken(config);
    const keepMs = Math.max(lifeMs - EARLY_MS, Math.min(MIN_KEEP_MS, lifeMs));
    cached = { token, keepUntilMs: clock().getTime() + keepMs };
    return token;
  }

  function current(): Promise<string> {
    if (cached !== undefined && clock().getTime() < cached.keepUntilMs) return Promise.resolve(cached.token);
    fetching ??= fetchOnce().finally(() => {
      fetching = undefined;
    });
    return fetching;
  }

  return {
    current,
    renew(rejected) {
      // Somebody else may have renewed it already.
      if (cached?.token === rejected) cached = undefined;
      return current();
    },
  };
}

async function fetchToken(config: MiniProgramConfig): Promise<{ token: string; lifeMs: number }> {
  const answer = await callMiniProgramApi({
    method: 'POST',
    url: `${config.baseUrl}/cgi-bin/stable_token`,
    headers: { 'content-type': 'application/json' },
    // Never force_refresh: it kills the token other processes hold, and is rationed.
    body: JSON.stringify({ grant_type: 'client_credential', appid: config.appId, secret: config.appSecret }),
    timeoutMs: config.timeoutMs,
  });
  if (!answer.ok) throw new WechatError('refused', `stable_token: ${answer.errcode} ${answer.errmsg}`);
  const parsed = tokenAnswer.safeParse(answer.data);
  if (!parsed.success) throw new WechatError('malformed', 'stable_token: no token');
  return { token: parsed.data.access_token, lifeMs: parsed.data.expires_in * 1000 };
}

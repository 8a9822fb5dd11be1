import { randomText } from '../random-text.ts';

const LIFE_MS = 7200_000;
const RENEW_MS = 300_000;
const FORCED_A_DAY = 20;
const FORCED_APART_MS = 30_000;
const DAY_MS = 86_400_000;

interface Token {
  text: string;
  expiresAt: number;
}

export type TokenOutcome =
  { ok: true; accessToken: string; expiresInSeconds: number } | { ok: false; code: 'TOO_OFTEN' };

/**
 * The stable access token: the same one until its last five minutes, then a new one. A forced refresh kills the old
 * token at once, but goes only every 30 s and 20 times a day. Source: stable_token.
 */
export class AccessTokens {
  #current: Token | undefined;
  #forcedAt: number[] = [];

  issue(now: number, force: boolean): TokenOutcome {
    if (force) {
      this.#forcedAt = this.#forcedAt.filter((at) => now - at < DAY_MS);
      const last = this.#forcedAt.at(-1) ?? -Infinity;
      if (this.#forcedAt.length >= FORCED_A_DAY || now - last < FORCED_APART_MS)
        return { ok: false, code: 'TOO_OFTEN' };
      this.#forcedAt.push(now);
      this.#current = undefined;
    }
    if (this.#current === undefined || this.#current.expiresAt - now <= RENEW_MS) {
      this.#current = { text: randomText(136), expiresAt: now + LIFE_MS };
    }
    const { text, expiresAt } = this.#current;
    return { ok: true, accessToken: text, expiresInSeconds: Math.floor((expiresAt - now) / 1000) };
  }
}

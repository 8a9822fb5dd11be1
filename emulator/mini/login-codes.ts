import { randomText } from '../random-text.ts';

const LIFE_MS = 5 * 60_000;
const CODES_KEPT = 50_000;

type Redeemed = { ok: true; openid: string; sessionKey: string } | { ok: false; reason: 'UNKNOWN' | 'USED' };

interface Code {
  openid: string;
  expiresAt: number;
  used: boolean;
}

/** wx.login codes: good once, for five minutes. And the shoppers they stand for, each with a lasting openid. */
export class LoginCodes {
  readonly #codes = new Map<string, Code>();
  readonly #openids = new Set<string>();
  readonly #shoppersKept: number;

  constructor(openids: readonly string[], shoppersKept: number) {
    this.#openids = new Set(openids);
    this.#shoppersKept = shoppersKept;
  }

  /** A code for that shopper, or for a new one. */
  issue(now: number, openid = `o${randomText(27, 'openid')}`): { code: string; openid: string } {
    this.#remember(openid);
    for (const [oldest, { expiresAt }] of this.#codes) {
      if (now < expiresAt && this.#codes.size < CODES_KEPT) break;
      this.#codes.delete(oldest);
    }
    const code = `0${randomText(31)}`;
    this.#codes.set(code, { openid, expiresAt: now + LIFE_MS, used: false });
    return { code, openid };
  }

  redeem(code: string, now: number): Redeemed {
    const known = this.#codes.get(code);
    if (known === undefined || now >= known.expiresAt) return { ok: false, reason: 'UNKNOWN' };
    if (known.used) return { ok: false, reason: 'USED' };
    known.used = true;
    return { ok: true, openid: known.openid, sessionKey: Buffer.from(randomText(16)).toString('base64') };
  }

  /** Shoppers who ever got a code, oldest first. */
  openids(): string[] {
    return [...this.#openids];
  }

  #remember(openid: string): void {
    this.#openids.add(openid);
    for (const oldest of this.#openids) {
      if (this.#openids.size <= this.#shoppersKept) break;
      this.#openids.delete(oldest);
    }
  }
}

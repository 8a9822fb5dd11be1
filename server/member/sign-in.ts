import { randomBytes, randomInt } from 'node:crypto';
import { isDuplicateKey } from '../platform/mongo/duplicate-key.ts';
import { newId } from '../platform/ids/new-id.ts';
import { done, fail, type Outcome } from '../platform/outcome.ts';
import type { Shop } from '../platform/shop.ts';
import { tokenHash } from '../platform/token-hash.ts';
import { exchangeLoginCode } from '../wechat/login.ts';
import { type MemberDoc, members } from './member-model.ts';
import { sessions } from './session-model.ts';

export interface SignedIn {
  token: string;
  expiresAt: Date;
  member: MemberDoc;
}

/** Finds the member of an openid or makes one; two first sign-ins at once make one member. */
export async function memberOfOpenid(shop: Shop, openid: string, unionid: string | null): Promise<MemberDoc> {
  const fresh = {
    _id: newId(),
    // Not a part of the openid: others see a nickname beside reviews.
    nickname: `微信用户${randomInt(10_000).toString().padStart(4, '0')}`,
    avatarUrl: null,
    phone: null,
    createdAt: shop.clock.now(),
  };
  const upsert = (): Promise<MemberDoc | null> =>
    members(shop)
      .findOneAndUpdate(
        { openid },
        { $setOnInsert: fresh, ...(unionid ? { $set: { unionid } } : {}) },
        { upsert: true, returnDocument: 'after' },
      )
      .lean<MemberDoc>();
  const member = await upsert().catch((error: unknown) => {
    if (isDuplicateKey(error)) return upsert();
    throw error;
  });
  if (!member) throw new Error('An upsert returned nothing');
  return member;
}

/** Opens a session: a random 256-bit token that is returned once and kept only as a hash. */
export async function openSession(shop: Shop, member: MemberDoc): Promise<SignedIn> {
  const token = randomBytes(32).toString('base64url');
  const createdAt = shop.clock.now();
  const expiresAt = new Date(createdAt.getTime() + shop.config.SESSION_DAYS * 24 * 3600 * 1000);
  await sessions(shop).create({ _id: tokenHash(shop, token), memberId: member._id, createdAt, expiresAt });
  return { token, expiresAt, member };
}

/** Exchanges a code of wx.login for a session. The code works once and for 5 minutes (WeChat's rule). */
export async function signInWithCode(shop: Shop, code: string): Promise<Outcome<SignedIn>> {
  const { WECHAT_APP_ID: appId, WECHAT_APP_SECRET: appSecret, WECHAT_API_BASE_URL: baseUrl } = shop.config;
  let login: Awaited<ReturnType<typeof exchangeLoginCode>>;
  try {
    login = await exchangeLoginCode({ appId, appSecret, baseUrl, timeoutMs: 5000 }, code);
  } catch (error) {
    shop.log.warn({ err: error }, 'jscode2session failed');
    return fail('WECHAT_UNAVAILABLE');
  }
  if (!login.ok) {
    if (login.reason === 'blocked') return fail('ACCOUNT_BLOCKED');
    if (login.reason === 'busy') return fail('WECHAT_UNAVAILABLE');
    return fail('LOGIN_CODE_INVALID');
  }
  const member = await memberOfOpenid(shop, login.openid, login.unionid ?? null);
  return done(await openSession(shop, member));
}

import type { Context } from 'koa';
import { LRUCache } from 'lru-cache';
import type { ShopperCaller } from '../platform/http/call.ts';
import { perShop, type Shop } from '../platform/shop.ts';
import { tokenHash } from '../platform/token-hash.ts';
import { sessions } from './session-model.ts';

/** A revoked token is refused by every process within this time. */
const cacheMs = 5000;

interface CachedSession {
  memberId: string;
  expiresAt: Date;
}

export const sessionCache = perShop(() => new LRUCache<string, CachedSession>({ max: 20_000, ttl: cacheMs }));

/** Who holds this request's bearer token, or null: no token, unknown, revoked or out of date. */
export async function shopperOf(shop: Shop, http: Context): Promise<ShopperCaller | null> {
  const match = /^Bearer +([\w-]{43})$/i.exec(http.get('Authorization'));
  const token = match?.[1];
  if (!token) return null;
  const sessionId = tokenHash(shop, token);
  let session = sessionCache(shop).get(sessionId);
  if (!session) {
    const found = await sessions(shop).findById(sessionId).lean();
    if (!found) return null;
    session = { memberId: found.memberId, expiresAt: found.expiresAt };
    sessionCache(shop).set(sessionId, session);
  }
  if (session.expiresAt <= shop.clock.now()) return null;
  return { memberId: session.memberId, sessionId };
}

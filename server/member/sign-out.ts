import type { Shop } from '../platform/shop.ts';
import { sessions } from './session-model.ts';
import { sessionCache } from './shopper-of.ts';

/** Revokes a session: here at once, in other processes when their cached look-up ends (5 s). */
export async function signOut(shop: Shop, sessionId: string): Promise<void> {
  await sessions(shop).deleteOne({ _id: sessionId });
  sessionCache(shop).delete(sessionId);
}

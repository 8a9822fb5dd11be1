import type { Context } from 'koa';
import type { StaffCaller } from '../platform/http/call.ts';
import type { Shop } from '../platform/shop.ts';
import { tokenHash } from '../platform/token-hash.ts';
import { permissionsOf } from './permission.ts';
import { readSessionCookie } from './session-cookie.ts';
import { staff, type StaffDoc } from './staff-model.ts';
import { type StaffSessionDoc, staffSessions } from './staff-session-model.ts';

const hourMs = 3600 * 1000;
/** A desk left alone is signed out after this. */
const idleMs = 12 * hourMs;
/** And one in use must sign in again after this. */
const longestMs = 7 * 24 * hourMs;
/** Saves a write per request: the end is moved on only when this much is gained. */
const renewAfterMs = 5 * 60 * 1000;

/** When a session begun at `createdAt` ends if it is not used after `now`. */
export function sessionEnd(createdAt: Date, now: Date): Date {
  return new Date(Math.min(now.getTime() + idleMs, createdAt.getTime() + longestMs));
}

export function callerOf(member: StaffDoc, session: StaffSessionDoc): StaffCaller {
  return {
    staffId: member._id,
    username: member.username,
    displayName: member.displayName,
    role: member.role,
    permissions: permissionsOf(member.role),
    csrfToken: session.csrfToken,
    sessionId: session._id,
  };
}

/**
 * Which member of staff this request's cookie belongs to; null: none, unknown, signed out, idle for 12 h, older
 * than 7 days, or of a disabled account. Never cached, so that a sign-out holds at once in every process.
 */
export async function staffOf(shop: Shop, http: Context): Promise<StaffCaller | null> {
  const token = readSessionCookie(shop, http);
  if (!token || !/^[\w-]{43}$/.test(token)) return null;
  const now = shop.clock.now();
  const session = await staffSessions(shop).findById(tokenHash(shop, token)).lean<StaffSessionDoc>();
  if (!session || session.expiresAt <= now) return null;
  const member = await staff(shop).findById(session.staffId).lean<StaffDoc>();
  if (!member || member.state !== 'active') return null;
  const end = sessionEnd(session.createdAt, now);
  if (end.getTime() - session.expiresAt.getTime() > renewAfterMs) {
    await staffSessions(shop).updateOne({ _id: session._id }, { $max: { expiresAt: end } });
  }
  return callerOf(member, session);
}

import { randomBytes } from 'node:crypto';
import type { StaffCaller } from '../platform/http/call.ts';
import { transact } from '../platform/mongo/transact.ts';
import { done, fail, type Outcome } from '../platform/outcome.ts';
import type { Shop } from '../platform/shop.ts';
import { tokenHash } from '../platform/token-hash.ts';
import { isPassword, nobodysHash } from './password.ts';
import { recordAudit } from './record-audit.ts';
import { countTry, forgiveTry } from './sign-in-lock.ts';
import { staff, type StaffDoc } from './staff-model.ts';
import { callerOf, sessionEnd } from './staff-of.ts';
import { type StaffSessionDoc, staffSessions } from './staff-session-model.ts';

export interface StaffSignedIn {
  /** For the cookie; kept only as a hash. */
  token: string;
  caller: StaffCaller;
}

export interface Credentials {
  username: string;
  password: string;
  totp?: string | undefined;
}

async function openSession(shop: Shop, member: StaffDoc, ip: string): Promise<StaffSignedIn> {
  const token = randomBytes(32).toString('base64url');
  const at = shop.clock.now();
  const session: StaffSessionDoc = {
    _id: tokenHash(shop, token),
    staffId: member._id,
    csrfToken: randomBytes(32).toString('base64url'),
    createdAt: at,
    expiresAt: sessionEnd(at, at),
  };
  await transact(shop, async (transaction) => {
    await staffSessions(shop).create([session], { session: transaction });
    await recordAudit(shop, transaction, {
      staffId: member._id,
      action: 'staff.sign-in',
      subject: `staff:${member._id}`,
      before: null,
      after: null,
      at,
      ip,
    });
  });
  return { token, caller: callerOf(member, session) };
}

/**
 * Opens a session for a member of staff. An unknown name, a wrong password and a disabled account get the same
 * answer after the same work, so that names cannot be found out.
 * @returns CREDENTIALS_WRONG; TOO_MANY_REQUESTS after LIMIT_STAFF_SIGN_IN_FAILURES failures in 15 minutes
 */
export async function signIn(
  shop: Shop,
  credentials: Credentials,
  ip: string,
): Promise<Outcome<StaffSignedIn>> {
  const username = credentials.username.toLowerCase();
  const locked = await countTry(shop, username, ip);
  if (locked) {
    shop.log.warn({ ip }, 'staff sign-in is locked');
    return locked;
  }
  const otherwise = await nobodysHash(shop);
  const member = await staff(shop).findOne({ username }).lean<StaffDoc>();
  const matches = await isPassword(member?.passwordHash ?? otherwise, credentials.password);
  // No account has a second factor yet: a code nobody can check opens nothing.
  if (!member || !matches || member.state !== 'active' || credentials.totp !== undefined) {
    shop.log.warn({ ip }, 'staff sign-in failed');
    return fail('CREDENTIALS_WRONG');
  }
  await forgiveTry(shop, username, ip);
  return done(await openSession(shop, member, ip));
}

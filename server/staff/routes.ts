import { getStaffSession, staffSignIn, staffSignOut } from '../../contract/staff.ts';
import type { RouteOutput } from '../../contract/route.ts';
import { type Binding, bind, type StaffCaller } from '../platform/http/call.ts';
import { done } from '../platform/outcome.ts';
import { writeSessionCookie } from './session-cookie.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';

function present(caller: StaffCaller): RouteOutput<typeof getStaffSession> {
  const { staffId, username, displayName, role, permissions, csrfToken } = caller;
  return { staff: { staffId, username, displayName, role, permissions: [...permissions] }, csrfToken };
}

export const staffRoutes: readonly Binding[] = [
  bind(staffSignIn, async ({ shop, body, ip, http }) => {
    const signedIn = await signIn(shop, body, ip);
    if (!signedIn.ok) return signedIn;
    writeSessionCookie(shop, http, signedIn.value.token);
    return done(present(signedIn.value.caller));
  }),
  bind(getStaffSession, async ({ caller }) => done(present(caller))),
  bind(staffSignOut, async ({ shop, caller, ip, http }) => {
    await signOut(shop, caller, ip);
    writeSessionCookie(shop, http, null);
    return done(undefined);
  }),
];

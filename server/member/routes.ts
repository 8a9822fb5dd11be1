import * as contract from '../../contract/session.ts';
import { bind, type Binding } from '../platform/http/call.ts';
import { rateLimit } from '../platform/http/rate-limit.ts';
import { done } from '../platform/outcome.ts';
import { presentMember } from './present-member.ts';
import { signInWithCode } from './sign-in.ts';
import { signOut } from './sign-out.ts';

const perAddress = rateLimit('sign-ins', (shop) => shop.config.LIMIT_SIGN_INS_PER_ADDRESS);

export const memberRoutes: readonly Binding[] = [
  bind(contract.signIn, async ({ shop, ip, body }) => {
    const limited = await perAddress(shop, ip);
    if (limited) return limited;
    const signedIn = await signInWithCode(shop, body.code);
    if (!signedIn.ok) return signedIn;
    const { token, expiresAt, member } = signedIn.value;
    return done({ token, expiresAt: expiresAt.toISOString(), user: presentMember(member) }, 201);
  }),
  bind(contract.signOut, async ({ shop, caller }) => {
    await signOut(shop, caller.sessionId);
    return done(undefined);
  }),
];

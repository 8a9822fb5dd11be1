import type { TestShop } from '../setup/start-test-shop.ts';
import type { ApiAnswer } from './call-api.ts';

/** The first account of every test shop. */
export const ownerPassword = 'test-password';

/** One try to sign in at the desk. */
export function tryStaffSignIn(
  at: TestShop,
  username = 'admin',
  password = ownerPassword,
): Promise<ApiAnswer> {
  return at.call('POST', '/admin/api/sessions', { body: { username, password } });
}

export interface SignedInStaff {
  /** What a browser sends back: `name=value`. */
  cookie: string;
  csrfToken: string;
  /** For a write: the cookie and the token. */
  headers: Record<string, string>;
}

/** A browser signed in at the desk, as the owner. */
export async function signedInStaff(at: TestShop): Promise<SignedInStaff> {
  const answer = await tryStaffSignIn(at);
  if (answer.status !== 201) throw new Error(`Staff sign-in: ${answer.text}`);
  const cookie = cookieOf(answer);
  const csrfToken = String(answer.json['csrfToken']);
  return { cookie, csrfToken, headers: { Cookie: cookie, 'X-CSRF-Token': csrfToken } };
}

export function cookieOf(answer: ApiAnswer): string {
  const [cookie = ''] = answer.headers.getSetCookie();
  return cookie.split(';')[0] ?? '';
}

import type { Context } from 'koa';
import type { Shop } from '../platform/shop.ts';

/** Whether browsers reach the shop by https; a proxy in front may speak plain http to this process. */
function isSecure(shop: Shop): boolean {
  return shop.config.production || (shop.config.PUBLIC_URL?.startsWith('https://') ?? false);
}

/** `__Host-` binds the cookie to this host over https; browsers refuse that prefix on plain http. */
function nameOf(shop: Shop): string {
  return isSecure(shop) ? '__Host-xiaopu_staff' : 'xiaopu_staff';
}

export function readSessionCookie(shop: Shop, http: Context): string | undefined {
  return http.cookies.get(nameOf(shop));
}

/** Sets the cookie for the browser's session, or clears it with null. */
export function writeSessionCookie(shop: Shop, http: Context, token: string | null): void {
  const secure = isSecure(shop);
  // Behind a proxy that ends TLS the connection here is plain; the cookie still has to be marked.
  http.cookies.secure = secure;
  http.cookies.set(nameOf(shop), token, {
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    secure,
    overwrite: true,
  });
}

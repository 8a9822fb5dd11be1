import type { Context } from 'koa';
import type { RouteAuth, RouteInput, RouteOutput, RouteSpec } from '../../../contract/route.ts';
import type { Outcome } from '../outcome.ts';
import type { Shop } from '../shop.ts';

export interface ShopperCaller {
  memberId: string;
  /** Hash of the token; the session's id. */
  sessionId: string;
}

export interface StaffCaller {
  staffId: string;
  username: string;
  displayName: string;
  role: string;
  permissions: readonly string[];
  csrfToken: string;
  sessionId: string;
}

export type CallerOf<A extends RouteAuth> = A extends 'shopper'
  ? ShopperCaller
  : A extends 'optional-shopper'
    ? ShopperCaller | null
    : A extends 'staff'
      ? StaffCaller
      : null;

/** A request after authentication and validation, typed by its route. */
export interface Call<R extends RouteSpec> extends RouteInput<R> {
  shop: Shop;
  caller: CallerOf<R['auth']>;
  /** The caller's address, for limits and for WeChat's payer IP. */
  ip: string;
  /** For cookies only; everything else is in the fields above. */
  http: Context;
}

export type Handler<R extends RouteSpec> = (call: Call<R>) => Promise<Outcome<RouteOutput<R>>>;

/** A route with what answers it. */
export interface Binding {
  spec: RouteSpec;
  handle: Handler<RouteSpec>;
}

export function bind<const R extends RouteSpec>(spec: R, handle: Handler<R>): Binding {
  return { spec, handle };
}

/** How callers are recognised; the rooms of members and staff supply it. */
export interface Authenticators {
  shopper(shop: Shop, http: Context): Promise<ShopperCaller | null>;
  staff(shop: Shop, http: Context): Promise<StaffCaller | null>;
}

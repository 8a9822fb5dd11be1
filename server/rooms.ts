import type { Router } from '@koa/router';
import { addressRoutes } from './address/routes.ts';
import { cartRoutes } from './cart/routes.ts';
import { memberRoutes } from './member/routes.ts';
import { orderEffects } from './order/effects.ts';
import { orderRoutes } from './order/routes.ts';
import { paymentJobs } from './payment/jobs.ts';
import { notifyRoute } from './payment/notify-route.ts';
import { paymentRoutes } from './payment/routes.ts';
import type { Binding } from './platform/http/call.ts';
import type { Effect } from './platform/outbox/effect.ts';
import type { Recurring } from './platform/outbox/run-due-jobs.ts';
import type { Shop } from './platform/shop.ts';
import { promotionEffects } from './promotion/effects.ts';
import { staffRoutes } from './staff/routes.ts';
import { stockAdminRoutes } from './stock/admin-routes.ts';
import { storefrontJobs } from './storefront/jobs.ts';
import { myRoutes } from './storefront/my-routes.ts';
import { storefrontRoutes } from './storefront/routes.ts';

/** What every room brings: answers to the contract's calls, effects of events, recurring work. */
export const bindings: readonly Binding[] = [
  ...storefrontRoutes,
  ...myRoutes,
  ...paymentRoutes,
  ...orderRoutes,
  ...cartRoutes,
  ...stockAdminRoutes,
  ...memberRoutes,
  ...addressRoutes,
  ...staffRoutes,
];
export const effects: readonly Effect[] = [...orderEffects, ...promotionEffects];
export const recurring: readonly Recurring[] = [...paymentJobs, ...storefrontJobs];

/** Doors that only WeChat uses: raw bodies and its own formats, so outside the contract. */
export const wechatRouters: readonly ((router: Router, shop: Shop) => void)[] = [notifyRoute];

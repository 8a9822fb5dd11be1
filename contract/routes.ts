import { addressRoutes } from './address.ts';
import { cartRoutes } from './cart.ts';
import { catalogRoutes } from './catalog.ts';
import { orderRoutes } from './order.ts';
import type { RouteSpec } from './route.ts';
import { sessionRoutes } from './session.ts';
import { staffRoutes } from './staff.ts';

/** Every call there is. Router, validation, OpenAPI document, clients and security tests come from here. */
export const routes: readonly RouteSpec[] = [
  ...sessionRoutes,
  ...catalogRoutes,
  ...cartRoutes,
  ...addressRoutes,
  ...orderRoutes,
  ...staffRoutes,
];

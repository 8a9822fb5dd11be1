import { Router } from '@koa/router';
import Koa from 'koa';
import conditional from 'koa-conditional-get';
import etag from '@koa/etag';
import helmet from 'koa-helmet';
import { routes } from '../contract/routes.ts';
import { shopperOf } from './member/shopper-of.ts';
import { bindRoutes } from './platform/http/bind-routes.ts';
import { documentation } from './platform/http/documentation.ts';
import { guardMetrics } from './platform/http/guard-metrics.ts';
import { health } from './platform/http/health.ts';
import { media } from './platform/http/media.ts';
import { measure } from './platform/http/measure.ts';
import { notFound } from './platform/http/not-found.ts';
import { onError } from './platform/http/on-error.ts';
import { requestId } from './platform/http/request-id.ts';
import type { Shop } from './platform/shop.ts';
import { bindings, wechatRouters } from './rooms.ts';
import { staffOf } from './staff/staff-of.ts';

const csp = {
  defaultSrc: ["'self'"],
  imgSrc: ["'self'", 'data:', 'https:'],
  // swagger-ui sets style attributes.
  styleSrc: ["'self'", "'unsafe-inline'"],
  scriptSrc: ["'self'"],
};

/** The Koa app of one shop: everything under one origin. */
export function createApp(shop: Shop): Koa {
  // Each trusted proxy added one entry at the right end of X-Forwarded-For; what stands left of them is hearsay.
  const hops = shop.config.TRUST_PROXY;
  const app = new Koa({ proxy: hops > 0, maxIpsCount: hops });
  // Every error is answered and logged by onError; what reaches here is a broken socket.
  app.on('error', (error: unknown) => shop.log.debug({ err: error }, 'socket error'));
  app.use(requestId());
  app.use(measure(shop));
  app.use(helmet({ contentSecurityPolicy: { directives: csp }, hsts: shop.config.production }));
  app.use(onError(shop));
  app.use(notFound());
  app.use(conditional());
  app.use(etag());
  app.use(media(shop));
  const router = new Router();
  router.use('/metrics', guardMetrics(shop));
  health(router, shop);
  documentation(router, shop);
  for (const add of wechatRouters) add(router, shop);
  bindRoutes(router, shop, { shopper: shopperOf, staff: staffOf }, bindings, routes);
  app.use(router.routes());
  app.use(router.allowedMethods());
  return app;
}

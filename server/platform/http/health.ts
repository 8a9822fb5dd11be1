import type { Router } from '@koa/router';
import type { Shop } from '../shop.ts';

/** Liveness, readiness and metrics. A draining process is alive but not ready. */
export function health(router: Router, shop: Shop): void {
  let stopping = false;
  shop.onStop(async () => {
    stopping = true;
  });
  router.get('/healthz', (http) => {
    http.body = { ok: true };
  });
  router.get('/readyz', async (http) => {
    try {
      await shop.db.db?.admin().ping({ timeoutMS: 2000 });
      http.status = stopping ? 503 : 200;
      http.body = { ok: !stopping, database: true };
    } catch {
      http.status = 503;
      http.body = { ok: false, database: false };
    }
  });
  router.get('/metrics', async (http) => {
    http.type = shop.metrics.contentType;
    http.body = await shop.metrics.metrics();
  });
}

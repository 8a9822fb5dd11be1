import type { Router } from '@koa/router';
import type { Shop } from '../shop.ts';
import { within } from '../within.ts';

/** Liveness, readiness and metrics. A draining process is alive but not ready. */
export function health(router: Router, shop: Shop): void {
  router.get('/healthz', (http) => {
    http.body = { ok: true };
  });
  router.get('/readyz', async (http) => {
    try {
      const ping = shop.db.db?.admin().ping();
      if (ping) await within(2000, ping);
      http.status = shop.draining ? 503 : 200;
      http.body = { ok: !shop.draining, database: true };
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

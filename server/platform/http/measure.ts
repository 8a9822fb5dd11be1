import type { Context, Next } from 'koa';
import { Counter, Histogram } from 'prom-client';
import type { Shop } from '../shop.ts';

/** Counts and times requests by route pattern (never by path: ids would make endless series). */
export function measure(shop: Shop) {
  const registers = [shop.metrics];
  const labelNames = ['method', 'route', 'status'] as const;
  const total = new Counter({
    name: 'http_requests_total',
    help: 'Requests answered',
    labelNames,
    registers,
  });
  const seconds = new Histogram({
    name: 'http_request_seconds',
    help: 'Time to answer',
    labelNames: ['route'] as const,
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3],
    registers,
  });
  return async (http: Context, next: Next): Promise<void> => {
    const started = performance.now();
    try {
      await next();
    } finally {
      const pattern: unknown = '_matchedRoute' in http ? http._matchedRoute : undefined;
      const route = typeof pattern === 'string' ? pattern : 'none';
      total.inc({ method: http.method, route, status: String(http.status) });
      seconds.observe({ route }, (performance.now() - started) / 1000);
    }
  };
}

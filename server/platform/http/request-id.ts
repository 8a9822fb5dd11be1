import { randomUUID } from 'node:crypto';
import type { Context, Next } from 'koa';

/** One id a request, taken from a proxy in front when it looks like one; told back for complaints. */
export function requestId() {
  return async (http: Context, next: Next): Promise<void> => {
    const given = http.get('X-Request-Id');
    const id = /^[0-9A-Za-z-]{8,64}$/.test(given) ? given : randomUUID();
    http.state['requestId'] = id;
    http.set('X-Request-Id', id);
    await next();
  };
}

import type { Context, Next } from 'koa';
import { fail } from '../outcome.ts';
import type { Shop } from '../shop.ts';
import { plainAddress } from './caller-address.ts';
import { sendProblem } from './problem.ts';
import { sameText } from './same-text.ts';

/** A proxy on this machine also comes by loopback; it shows itself by these headers. */
const forwarding = ['X-Forwarded-For', 'Forwarded', 'X-Real-IP'];

function isFromThisMachine(http: Context): boolean {
  const address = plainAddress(http.socket.remoteAddress ?? '') ?? '';
  const isLoopback = address === '::1' || address.startsWith('127.');
  return isLoopback && forwarding.every((name) => !http.get(name));
}

/** In production only this machine, or who holds METRICS_TOKEN as a bearer token, gets the numbers of business. */
export function guardMetrics(shop: Shop) {
  const { production, METRICS_TOKEN: wanted } = shop.config;
  return async (http: Context, next: Next): Promise<void> => {
    const [, token = ''] = /^Bearer +(\S+)$/i.exec(http.get('Authorization')) ?? [];
    const mayRead =
      !production || isFromThisMachine(http) || (wanted !== undefined && sameText(token, wanted));
    if (!mayRead) return sendProblem(http, fail('FORBIDDEN'));
    await next();
  };
}

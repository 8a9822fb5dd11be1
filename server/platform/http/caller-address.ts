import { isIP } from 'node:net';
import type { Context } from 'koa';

/**
 * An IP address as proxies and sockets write it, made plain: `203.0.113.7:4711`, `[2001:db8::1]:443` and
 * `::ffff:203.0.113.7` lose what is not the address.
 * @returns null when it is none
 */
export function plainAddress(written: string): string | null {
  const inBrackets = /^\[([^\]]+)\](?::\d+)?$/.exec(written)?.[1];
  const withPort = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(written)?.[1];
  const bare = (inBrackets ?? withPort ?? written).replace(/%.*$/, '');
  const plain = bare.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
  return isIP(plain) === 0 ? null : plain;
}

/** Who calls, for limits and for WeChat's payer IP: what the trusted proxies say, else the socket's address. */
export function callerAddress(http: Context): string {
  return plainAddress(http.ip) ?? plainAddress(http.socket.remoteAddress ?? '') ?? '127.0.0.1';
}

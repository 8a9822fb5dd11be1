import { pino, type Logger } from 'pino';

/** Never in a log, wherever they stand in an object. */
const secret = [
  'authorization',
  'cookie',
  'token',
  'password',
  'secret',
  'sessionKey',
  'paySign',
  'csrfToken',
];
const personal = ['openid', 'phone', 'receiver', 'detail', 'nickname'];
const names = [...secret, ...personal];
const paths = names.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** A JSON logger to stdout that redacts keys, phones, openids and addresses. */
export function createLog(level: string): Logger {
  return pino({ level, base: null, redact: { paths, censor: '[redacted]' } });
}

import { type DestinationStream, pino, type Logger } from 'pino';
import { describeError } from './describe-error.ts';

/** Never in a log, wherever they stand in an object. */
const secret = [
  'authorization',
  'cookie',
  'token',
  'password',
  'passwordHash',
  'secret',
  'appSecret',
  'sessionKey',
  'session_key',
  'paySign',
  'csrfToken',
];
const personal = ['openid', 'unionid', 'phone', 'receiver', 'detail', 'nickname'];
const names = [...secret, ...personal];
const paths = names.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]);

/**
 * A JSON logger that redacts keys, phones, openids and addresses, and tells of an error (`err`) only what
 * `describeError` picks.
 * @param destination stdout unless given
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const serializers = { err: describeError };
  const options = { level, base: null, serializers, redact: { paths, censor: '[redacted]' } };
  return destination ? pino(options, destination) : pino(options);
}

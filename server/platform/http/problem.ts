import type { Context } from 'koa';
import { errorKinds } from '../../../contract/errors.ts';
import type { Failure } from '../outcome.ts';

/** Answers with an RFC 9457 problem document. */
export function sendProblem(http: Context, failure: Failure): void {
  const kind = errorKinds[failure.code];
  http.status = kind.status;
  if (kind.status === 429 || kind.status === 503) {
    http.set('Retry-After', String(failure.retryAfterSeconds ?? 1));
  }
  http.body = JSON.stringify({
    ...failure.extra,
    type: `urn:xiaopu:error:${failure.code}`,
    title: kind.text,
    status: kind.status,
    code: failure.code,
    detail: failure.detail ?? kind.text,
    instance: http.path,
    ...(failure.errors ? { errors: failure.errors } : {}),
  });
  http.type = 'application/problem+json';
}

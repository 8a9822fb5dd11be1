import type { Context, Next } from 'koa';
import { fail } from '../outcome.ts';
import { sendProblem } from './problem.ts';

/** Unknown paths and methods get a problem document like every other refusal. */
export function notFound() {
  return async (http: Context, next: Next): Promise<void> => {
    await next();
    if (http.body !== undefined && http.body !== null) return;
    if (http.status === 404) sendProblem(http, fail('NOT_FOUND'));
    else if (http.status === 405 || http.status === 501) sendProblem(http, fail('METHOD_NOT_ALLOWED'));
  };
}

import type { Context, Next } from 'koa';
import { sendProblem } from './problem.ts';
import { isAway } from '../mongo/is-away.ts';
import { fail } from '../outcome.ts';
import type { Shop } from '../shop.ts';

/** The one place where a thrown error becomes an answer: logged with its request, told without its inside. */
export function onError(shop: Shop) {
  return async (http: Context, next: Next): Promise<void> => {
    try {
      await next();
    } catch (error) {
      // A path such as /%E0%A4%A is the client's mistake, thrown by the router.
      if (error instanceof URIError) {
        sendProblem(http, fail('MALFORMED_REQUEST'));
        return;
      }
      shop.log.error(
        { err: error, method: http.method, path: http.path, requestId: http.state['requestId'] },
        'request failed',
      );
      sendProblem(http, isAway(error) ? fail('BUSY', { retryAfterSeconds: 2 }) : fail('INTERNAL_ERROR'));
    }
  };
}

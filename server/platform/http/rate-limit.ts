import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { fail, type Failure } from '../outcome.ts';
import { perShop, type Shop } from '../shop.ts';

/**
 * Declares a limit of so many calls a minute per key, in memory of this process: a bound on abuse, not an
 * exact count over all processes.
 * @returns a check that counts one call and answers TOO_MANY_REQUESTS when the key is over its limit
 */
export function rateLimit(name: string, points: (shop: Shop) => number) {
  const limiter = perShop(
    (shop) => new RateLimiterMemory({ keyPrefix: name, points: points(shop), duration: 60 }),
  );
  return async (shop: Shop, key: string): Promise<Failure | null> => {
    try {
      await limiter(shop).consume(key);
      return null;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      return fail('TOO_MANY_REQUESTS', { retryAfterSeconds });
    }
  };
}

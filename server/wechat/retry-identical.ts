import { setTimeout as pause } from 'node:timers/promises';
import { WechatError } from './wechat-error.ts';

/** Before the second and the third try, in ms. */
const DEFAULT_RETRY_PAUSES_MS: readonly number[] = [200, 800];

/**
 * Sends a call again after a failure that says nothing about its effect (network, timeout,
 * 5xx, SYSTEMERROR). Only for calls that do no harm when they arrive twice: queries, and
 * repeats with identical parameters.
 * @param pausesMs one more try for each entry, at most two; half of each pause is random,
 *   so that many processes do not come back in step
 */
export async function retryIdentical<T>(
  attempt: () => Promise<T>,
  pausesMs: readonly number[] = DEFAULT_RETRY_PAUSES_MS,
): Promise<T> {
  for (const pauseMs of pausesMs.slice(0, 2)) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof WechatError && error.retryable)) throw error;
    }
    await pause(pauseMs / 2 + (Math.random() * pauseMs) / 2);
  }
  return attempt();
}

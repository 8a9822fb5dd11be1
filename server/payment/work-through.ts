import { WechatError } from '../wechat/wechat-error.ts';

/** So many calls in a row without a proper answer: WeChat is away, the next ones would only wait as well. */
const tripAfter = 3;

export interface Working<T> {
  concurrency: number;
  /** The run begins nothing new after this; what is under way ends by its own time-outs. */
  withinMs?: number;
  /** Throws a `WechatError` where WeChat gave no proper answer. */
  work(item: T): Promise<void>;
  failed(error: unknown, item: T): void;
}

/** Far below the lease of a job, also with the longest call under way at its end. */
const runMs = 20_000;

/**
 * One run over a batch of due work that needs WeChat's word. It ends early when its time is over or WeChat
 * does not answer; what was not begun stays due.
 * @returns how many were begun
 */
export async function workThrough<T>(due: readonly T[], working: Working<T>): Promise<number> {
  const { concurrency, withinMs = runMs, work, failed } = working;
  const until = performance.now() + withinMs;
  let begun = 0;
  let unanswered = 0;
  const next = (): T | undefined => {
    if (unanswered >= tripAfter || performance.now() >= until) return undefined;
    return due[begun++];
  };
  const worker = async (): Promise<void> => {
    for (let item = next(); item !== undefined; item = next()) {
      try {
        await work(item);
        unanswered = 0;
      } catch (error) {
        if (error instanceof WechatError) unanswered += 1;
        failed(error, item);
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return Math.min(begun, due.length);
}

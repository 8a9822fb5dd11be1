/** Something did not answer in the time it was given; whether it will still happen is not known. */
export class TooSlow extends Error {
  override name = 'TooSlow';
}

/**
 * Waits for `work` at most so long. The driver has no time limit for an operation, and a network that swallows
 * packets gives no error: without this one silent connection holds everybody.
 * @throws TooSlow after `ms`; the work itself goes on, and its late failure is not an unhandled one
 */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooSlow(`No answer within ${ms} ms`)), ms);
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

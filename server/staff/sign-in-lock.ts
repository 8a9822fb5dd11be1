import { fail, type Failure } from '../platform/outcome.ts';
import { trusted } from '../platform/mongo/model.ts';
import { isDuplicateKey } from '../platform/mongo/duplicate-key.ts';
import type { Shop } from '../platform/shop.ts';
import { type SignInFailureDoc, signInFailures } from './sign-in-failure-model.ts';

const windowMs = 15 * 60 * 1000;
/** One name from many addresses, and many names from one address, get this much more than one from one. */
const spread = 5;

interface Key {
  key: string;
  limit: number;
}

function keysOf(shop: Shop, username: string, ip: string): { pair: Key; wide: Key[] } {
  const limit = shop.config.LIMIT_STAFF_SIGN_IN_FAILURES;
  return {
    pair: { key: `pair:${username}@${ip}`, limit },
    wide: [
      { key: `name:${username}`, limit: limit * spread },
      { key: `address:${ip}`, limit: limit * spread },
    ],
  };
}

/** Counts one try in the key's window, which the first try opens. */
async function count(shop: Shop, key: string, now: Date): Promise<SignInFailureDoc> {
  const open = { $gt: ['$expiresAt', now] };
  const end = new Date(now.getTime() + windowMs);
  const add = (): Promise<SignInFailureDoc | null> =>
    signInFailures(shop)
      .findOneAndUpdate(
        { _id: key },
        [
          {
            $set: {
              failures: { $cond: [open, { $add: ['$failures', 1] }, 1] },
              expiresAt: { $cond: [open, '$expiresAt', end] },
            },
          },
        ],
        { upsert: true, returnDocument: 'after', updatePipeline: true },
      )
      .lean<SignInFailureDoc>();
  const row = await add().catch((error: unknown) => {
    if (isDuplicateKey(error)) return add();
    throw error;
  });
  if (!row) throw new Error('An upsert returned nothing');
  return row;
}

/**
 * Counts a try before its password is looked at, so that guesses sent all at once are not all looked at. A try
 * that turns out good is given back by `forgiveTry`.
 * @returns null, or TOO_MANY_REQUESTS with the seconds until the window ends
 */
export async function countTry(shop: Shop, username: string, ip: string): Promise<Failure | null> {
  const now = shop.clock.now();
  const { pair, wide } = keysOf(shop, username, ip);
  let lockedUntilMs = 0;
  for (const { key, limit } of [pair, ...wide]) {
    const row = await count(shop, key, now);
    if (row.failures > limit) lockedUntilMs = Math.max(lockedUntilMs, row.expiresAt.getTime());
  }
  if (lockedUntilMs === 0) return null;
  return fail('TOO_MANY_REQUESTS', {
    detail: '登录失败次数过多，请稍后再试',
    retryAfterSeconds: Math.max(1, Math.ceil((lockedUntilMs - now.getTime()) / 1000)),
  });
}

/** After a good password: earlier slips of this person here are forgotten, the wide counts lose this try. */
export async function forgiveTry(shop: Shop, username: string, ip: string): Promise<void> {
  const { pair, wide } = keysOf(shop, username, ip);
  await signInFailures(shop).deleteOne({ _id: pair.key });
  await signInFailures(shop).updateMany(
    { _id: trusted({ $in: wide.map(({ key }) => key) }), failures: trusted({ $gt: 0 }) },
    { $inc: { failures: -1 } },
  );
}

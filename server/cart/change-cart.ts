import { setTimeout as sleep } from 'node:timers/promises';
import { isDuplicateKey } from '../platform/mongo/duplicate-key.ts';
import { done, fail, type Outcome } from '../platform/outcome.ts';
import { at } from '../platform/point.ts';
import type { Shop } from '../platform/shop.ts';
import { type CartDoc, type CartLine, carts } from './cart-model.ts';

/** One shopper's own calls are all that can collide; so many at once are no shopper. */
const attempts = 20;

/** @returns false where another write came first */
async function writeLines(
  shop: Shop,
  memberId: string,
  before: CartDoc | null,
  after: CartDoc,
): Promise<boolean> {
  if (!before) {
    try {
      await carts(shop).insertMany([after]);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
  const { lines, version, updatedAt } = after;
  const written = await carts(shop).updateOne(
    { _id: memberId, version: before.version },
    { $set: { lines, version, updatedAt } },
  );
  return written.matchedCount === 1;
}

/**
 * Changes a cart by a pure rule over its lines. The write holds only for the cart the rule saw; where another call
 * changed it meanwhile, the rule decides again on what is there now, so no change is lost or made twice.
 * @returns the lines now in the cart, what the rule refused, or BUSY after 20 collisions
 */
export async function changeCart(
  shop: Shop,
  memberId: string,
  rule: (lines: readonly CartLine[]) => Outcome<CartLine[]>,
): Promise<Outcome<CartLine[]>> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (attempt > 1) await sleep(Math.random() * attempt * 4);
    const before = await carts(shop).findById(memberId).lean();
    await at(shop, 'cart.read', { memberId, attempt });
    const lines = rule(before?.lines ?? []);
    if (!lines.ok) return lines;
    const version = (before?.version ?? 0) + 1;
    const after = { _id: memberId, lines: lines.value, version, updatedAt: shop.clock.now() };
    if (await writeLines(shop, memberId, before, after)) return done(lines.value);
  }
  return fail('BUSY');
}

import { trusted } from '../platform/mongo/model.ts';
import type { Shop } from '../platform/shop.ts';
import { carts } from './cart-model.ts';

/**
 * Takes what was ordered out of the cart: only lines that are still those very lines with that very quantity. So a
 * second run, or one after the shopper put the SKU in again or raised it, takes nothing away.
 */
export async function removeOrderedLines(
  shop: Shop,
  memberId: string,
  ordered: readonly { lineId: string; quantity: number }[],
): Promise<void> {
  if (ordered.length === 0) return;
  const same = ordered.map(({ lineId, quantity }) => ({ lineId, quantity }));
  await carts(shop).updateOne(
    { _id: memberId, lines: trusted({ $elemMatch: { $or: same } }) },
    {
      $pull: { lines: { $or: same } },
      $inc: { version: 1 },
      $set: { updatedAt: shop.clock.now() },
    },
  );
}

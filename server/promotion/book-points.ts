import { isDuplicateKey } from '../platform/mongo/duplicate-key.ts';
import { transact } from '../platform/mongo/transact.ts';
import type { Shop } from '../platform/shop.ts';
import { pointBalances, type PointMovementDoc, pointMovements } from './point-model.ts';

/**
 * Books points with their ledger row in one transaction. The row's id names the cause: a second booking of
 * the same cause changes nothing.
 * @returns whether this call booked it
 */
export async function bookPoints(
  shop: Shop,
  movement: Omit<PointMovementDoc, 'balanceAfter' | 'at'>,
): Promise<boolean> {
  if (await pointMovements(shop).exists({ _id: movement._id })) return false;
  try {
    await transact(shop, async (session) => {
      const balance = await pointBalances(shop)
        .findOneAndUpdate(
          { _id: movement.memberId },
          { $inc: { points: movement.points } },
          { upsert: true, returnDocument: 'after', session },
        )
        .lean();
      const row = { ...movement, balanceAfter: balance?.points ?? movement.points, at: shop.clock.now() };
      await pointMovements(shop).create([row], { session });
    });
    return true;
  } catch (error) {
    if (isDuplicateKey(error) && (await pointMovements(shop).exists({ _id: movement._id }))) return false;
    throw error;
  }
}

/** A member's points; 0 for one who never earned any. */
export async function pointsOf(shop: Shop, memberId: string): Promise<number> {
  const balance = await pointBalances(shop).findById(memberId).lean();
  return balance?.points ?? 0;
}

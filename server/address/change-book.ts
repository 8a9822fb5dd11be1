import type { ClientSession } from 'mongoose';
import { isDuplicateKey } from '../platform/mongo/duplicate-key.ts';
import { transact } from '../platform/mongo/transact.ts';
import type { Outcome } from '../platform/outcome.ts';
import { at } from '../platform/point.ts';
import type { Shop } from '../platform/shop.ts';
import { addressBooks } from './address-book-model.ts';
import { type AddressDoc, addresses } from './address-model.ts';

/** Made outside the transaction: two first addresses at once would otherwise both insert it and one would fail. */
async function openBook(shop: Shop, memberId: string): Promise<void> {
  try {
    const fresh = { $setOnInsert: { changes: 0 } };
    await addressBooks(shop).updateOne({ _id: memberId }, fresh, { upsert: true });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

/**
 * Changes one shopper's address book in a transaction that first raises the book's own counter: of two changes
 * at once the later one conflicts, starts again and sees what the earlier one wrote. Rules about the book as a
 * whole (one default, a limit) can therefore be checked on what is read here.
 * @param work gets the addresses, newest first; it may run more than once and must use the session
 */
export async function changeBook<T>(
  shop: Shop,
  memberId: string,
  work: (session: ClientSession, book: readonly AddressDoc[]) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  await openBook(shop, memberId);
  return transact(shop, async (session) => {
    await addressBooks(shop).updateOne({ _id: memberId }, { $inc: { changes: 1 } }, { session });
    const book = await addresses(shop)
      .find({ memberId })
      .sort({ createdAt: -1, _id: 1 })
      .session(session)
      .lean();
    await at(shop, 'address.changing', { memberId });
    return work(session, book);
  });
}

/** Takes the default away from whichever address has it, before another one gets it. */
export async function clearDefault(shop: Shop, memberId: string, session: ClientSession): Promise<void> {
  const now = shop.clock.now();
  await addresses(shop).updateMany(
    { memberId, isDefault: true },
    { $set: { isDefault: false, updatedAt: now } },
    { session },
  );
}

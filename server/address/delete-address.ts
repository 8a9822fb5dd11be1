import { done, fail, type Outcome } from '../platform/outcome.ts';
import type { Shop } from '../platform/shop.ts';
import { addresses } from './address-model.ts';
import { changeBook } from './change-book.ts';

/**
 * Deletes an address; where it was the default, the newest one left becomes it. Orders keep their own copy.
 * @returns NOT_FOUND (not there, or not this shopper's)
 */
export async function deleteAddress(
  shop: Shop,
  memberId: string,
  addressId: string,
): Promise<Outcome<undefined>> {
  return changeBook(shop, memberId, async (session, book) => {
    const gone = book.find((address) => address._id === addressId);
    if (!gone) return fail('NOT_FOUND');
    await addresses(shop).deleteOne({ _id: addressId, memberId }, { session });
    const heir = book.find((address) => address._id !== addressId);
    if (gone.isDefault && heir) {
      const promoted = { isDefault: true, updatedAt: shop.clock.now() };
      await addresses(shop).updateOne({ _id: heir._id, memberId }, { $set: promoted }, { session });
    }
    return done(undefined);
  });
}

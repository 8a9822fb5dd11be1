import { done, fail, type Outcome } from '../platform/outcome.ts';
import type { Shop } from '../platform/shop.ts';
import { addressContent, type AddressInput } from './address-content.ts';
import { type AddressDoc, addresses } from './address-model.ts';
import { changeBook, clearDefault } from './change-book.ts';
import { isRegion } from './regions.ts';

/**
 * Replaces an address. The default stays the default until another address is made it: a book is never without one,
 * and no other address is chosen behind the shopper's back.
 * @returns REGION_UNKNOWN, or NOT_FOUND (not there, or not this shopper's)
 */
export async function replaceAddress(
  shop: Shop,
  memberId: string,
  addressId: string,
  input: AddressInput,
): Promise<Outcome<AddressDoc>> {
  if (!isRegion(input.regionCode, input)) return fail('REGION_UNKNOWN');
  return changeBook(shop, memberId, async (session, book) => {
    const before = book.find((address) => address._id === addressId);
    if (!before) return fail('NOT_FOUND');
    const isDefault = input.isDefault || before.isDefault;
    if (isDefault && !before.isDefault) await clearDefault(shop, memberId, session);
    const content = { ...addressContent(input), isDefault, updatedAt: shop.clock.now() };
    await addresses(shop).updateOne({ _id: addressId, memberId }, { $set: content }, { session });
    return done({ ...before, ...content });
  });
}

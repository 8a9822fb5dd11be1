import { newId } from '../platform/ids/new-id.ts';
import { done, fail, type Outcome } from '../platform/outcome.ts';
import type { Shop } from '../platform/shop.ts';
import { addressContent, type AddressInput } from './address-content.ts';
import { type AddressDoc, addresses } from './address-model.ts';
import { changeBook, clearDefault } from './change-book.ts';
import { isRegion } from './regions.ts';

/**
 * Adds an address; the first of a book becomes its default.
 * @returns REGION_UNKNOWN, or ADDRESS_BOOK_FULL at LIMIT_ADDRESSES
 */
export async function createAddress(
  shop: Shop,
  memberId: string,
  input: AddressInput,
): Promise<Outcome<AddressDoc>> {
  if (!isRegion(input.regionCode, input)) return fail('REGION_UNKNOWN');
  return changeBook(shop, memberId, async (session, book) => {
    if (book.length >= shop.config.LIMIT_ADDRESSES) return fail('ADDRESS_BOOK_FULL');
    const isDefault = input.isDefault || book.length === 0;
    if (isDefault) await clearDefault(shop, memberId, session);
    const now = shop.clock.now();
    const doc: AddressDoc = {
      _id: newId(),
      memberId,
      ...addressContent(input),
      isDefault,
      createdAt: now,
      updatedAt: now,
    };
    await addresses(shop).insertMany([doc], { session });
    return done(doc);
  });
}

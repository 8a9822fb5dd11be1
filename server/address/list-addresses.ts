import type { Shop } from '../platform/shop.ts';
import { type AddressDoc, addresses } from './address-model.ts';

/** The whole book (it is bounded): the default first, then the newest. */
export async function listAddresses(shop: Shop, memberId: string): Promise<AddressDoc[]> {
  return addresses(shop).find({ memberId }).sort({ isDefault: -1, createdAt: -1, _id: 1 }).lean();
}

import { batched } from '../platform/batched.ts';
import { trusted } from '../platform/mongo/model.ts';
import type { Shop } from '../platform/shop.ts';
import { type AddressDoc, addresses } from './address-model.ts';

async function findAddresses(shop: Shop, ids: readonly string[]): Promise<(AddressDoc | null)[]> {
  const found = await addresses(shop)
    .find({ _id: trusted({ $in: [...new Set(ids)] }) })
    .lean();
  const addressOf = new Map(found.map((address) => [address._id, address]));
  return ids.map((id) => addressOf.get(id) ?? null);
}

const findAddress = batched(findAddresses);

/** @returns null for an address that is not there or is not this shopper's; fresh, one find for all who ask at once */
export async function loadAddress(
  shop: Shop,
  memberId: string,
  addressId: string,
): Promise<AddressDoc | null> {
  const address = await findAddress(shop, addressId);
  return address?.memberId === memberId ? address : null;
}

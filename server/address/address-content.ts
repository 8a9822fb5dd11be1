import type { z } from 'zod';
import type { addressInput } from '../../contract/address.ts';
import type { AddressDoc } from './address-model.ts';

export type AddressInput = z.output<typeof addressInput>;
export type AddressContent = Omit<AddressDoc, '_id' | 'memberId' | 'isDefault' | 'createdAt' | 'updatedAt'>;

/** What the shopper wrote, without the question which address is the default. */
export function addressContent(input: AddressInput): AddressContent {
  const { receiver, phone, province, city, district, regionCode, detail, postalCode, alias } = input;
  return {
    receiver,
    phone,
    province,
    city,
    district,
    regionCode,
    detail,
    postalCode: postalCode ?? null,
    alias: alias ?? null,
  };
}

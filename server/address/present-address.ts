import type { z } from 'zod';
import type { address } from '../../contract/address.ts';
import type { AddressDoc } from './address-model.ts';

export function presentAddress(doc: AddressDoc): z.output<typeof address> {
  const { _id: addressId, receiver, phone, province, city, district, regionCode, detail } = doc;
  const { postalCode, alias, isDefault } = doc;
  return {
    addressId,
    receiver,
    phone,
    province,
    city,
    district,
    regionCode,
    detail,
    postalCode,
    alias,
    isDefault,
  };
}

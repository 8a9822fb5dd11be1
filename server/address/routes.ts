import * as contract from '../../contract/address.ts';
import { bind, type Binding } from '../platform/http/call.ts';
import { done, fail } from '../platform/outcome.ts';
import { createAddress } from './create-address.ts';
import { deleteAddress } from './delete-address.ts';
import { listAddresses } from './list-addresses.ts';
import { loadAddress } from './load-address.ts';
import { presentAddress } from './present-address.ts';
import { regions } from './regions.ts';
import { replaceAddress } from './replace-address.ts';

/** Divisions change about once a year, and an address is checked again when it is saved. */
const regionsCache = 'public, max-age=86400';

export const addressRoutes: readonly Binding[] = [
  bind(contract.listAddresses, async ({ shop, caller }) => {
    const book = await listAddresses(shop, caller.memberId);
    return done({ items: book.map(presentAddress) });
  }),
  bind(contract.createAddress, async ({ shop, caller, body }) => {
    const created = await createAddress(shop, caller.memberId, body);
    return created.ok ? done(presentAddress(created.value)) : created;
  }),
  bind(contract.getAddress, async ({ shop, caller, params }) => {
    const found = await loadAddress(shop, caller.memberId, params.addressId);
    return found ? done(presentAddress(found)) : fail('NOT_FOUND');
  }),
  bind(contract.replaceAddress, async ({ shop, caller, params, body }) => {
    const replaced = await replaceAddress(shop, caller.memberId, params.addressId, body);
    return replaced.ok ? done(presentAddress(replaced.value)) : replaced;
  }),
  bind(contract.deleteAddress, async ({ shop, caller, params }) =>
    deleteAddress(shop, caller.memberId, params.addressId),
  ),
  bind(contract.listRegions, async ({ http }) => {
    http.set('Cache-Control', regionsCache);
    return done({ provinces: [...regions] });
  }),
];

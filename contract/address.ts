import { z } from 'zod';
import { id, text } from './fields.ts';
import { route } from './route.ts';

export const addressInput = z.strictObject({
  receiver: text(25, 1),
  phone: z.string().regex(/^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/, '请填写正确的手机号码'),
  province: text(20, 1),
  city: text(30, 1),
  district: text(30, 1),
  /** Six digits; must name the same province, city and district. */
  regionCode: z.string().regex(/^\d{6}$/, '所在地区有误'),
  detail: text(120, 1),
  postalCode: z
    .string()
    .regex(/^\d{6}$/, '邮政编码为 6 位数字')
    .optional(),
  alias: text(10).optional(),
  isDefault: z.boolean().default(false),
});

export const address = z.strictObject({
  addressId: id,
  receiver: z.string(),
  phone: z.string(),
  province: z.string(),
  city: z.string(),
  district: z.string(),
  regionCode: z.string(),
  detail: z.string(),
  postalCode: z.string().nullable(),
  alias: z.string().nullable(),
  isDefault: z.boolean(),
});

const params = z.strictObject({ addressId: id });
const common = { auth: 'shopper', tag: 'Address' } as const;

export const listAddresses = route({
  ...common,
  name: 'listAddresses',
  method: 'GET',
  path: '/api/addresses',
  summary: 'The address book; the default one first',
  response: z.strictObject({ items: z.array(address) }),
});

export const createAddress = route({
  ...common,
  name: 'createAddress',
  method: 'POST',
  path: '/api/addresses',
  summary: 'Add an address; the first becomes the default',
  body: addressInput,
  response: address,
  status: 201,
  errors: ['REGION_UNKNOWN', 'ADDRESS_BOOK_FULL'],
});

export const getAddress = route({
  ...common,
  name: 'getAddress',
  method: 'GET',
  path: '/api/addresses/:addressId',
  summary: 'One address',
  params,
  response: address,
  errors: ['NOT_FOUND'],
});

export const replaceAddress = route({
  ...common,
  name: 'replaceAddress',
  method: 'PUT',
  path: '/api/addresses/:addressId',
  summary: 'Replace an address',
  params,
  body: addressInput,
  response: address,
  errors: ['NOT_FOUND', 'REGION_UNKNOWN'],
});

export const deleteAddress = route({
  ...common,
  name: 'deleteAddress',
  method: 'DELETE',
  path: '/api/addresses/:addressId',
  summary: 'Delete an address; the newest one left becomes the default',
  params,
  errors: ['NOT_FOUND'],
});

const area = z.strictObject({ code: z.string(), name: z.string() });

export const listRegions = route({
  name: 'listRegions',
  method: 'GET',
  path: '/api/regions',
  auth: 'public',
  tag: 'Address',
  summary: 'Provinces, cities and districts',
  response: z.strictObject({
    provinces: z.array(
      z.strictObject({
        ...area.shape,
        cities: z.array(z.strictObject({ ...area.shape, districts: z.array(area) })),
      }),
    ),
  }),
});

export const addressRoutes = [
  listAddresses,
  createAddress,
  getAddress,
  replaceAddress,
  deleteAddress,
  listRegions,
] as const;

import { z } from 'zod';
import { fen, id, imageUrl, quantity } from './fields.ts';
import { specValue } from './catalog.ts';
import { route } from './route.ts';
import { cartProblems } from './states.ts';

export const cartLine = z.strictObject({
  skuId: id,
  quantity,
  selected: z.boolean(),
  product: z.strictObject({ productId: id, title: z.string(), imageUrl }),
  sku: z.strictObject({
    specs: z.array(specValue),
    priceFen: fen,
    marketPriceFen: fen.nullable(),
    stock: z.int().min(0),
    imageUrl,
    limitPerOrder: z.int().min(1).nullable(),
  }),
  /** Price when it was put in; differs from sku.priceFen where problem is PRICE_CHANGED. */
  addedPriceFen: fen,
  problem: z.enum(cartProblems).optional(),
});

export const cart = z.strictObject({
  lines: z.array(cartLine),
  totals: z.strictObject({
    quantity: z.int().min(0),
    /** Of the selected lines that can be bought. */
    selectedQuantity: z.int().min(0),
    /** Of the selected lines that can be bought, at today's prices; more than any order may cost. */
    goodsFen: z.int().min(0),
  }),
});

const common = { auth: 'shopper', tag: 'Cart', response: cart } as const;
const params = z.strictObject({ skuId: id });

export const getCart = route({
  ...common,
  name: 'getCart',
  method: 'GET',
  path: '/api/cart',
  summary: 'The cart',
});

export const addCartLine = route({
  ...common,
  name: 'addCartLine',
  method: 'POST',
  path: '/api/cart/lines',
  summary: 'Put a SKU in the cart; a SKU already there is raised by the quantity',
  body: z.strictObject({ skuId: id, quantity }),
  status: 201,
  errors: ['SKU_UNKNOWN', 'PRODUCT_UNAVAILABLE', 'STOCK_NOT_ENOUGH', 'CART_FULL', 'LIMIT_PER_ORDER', 'BUSY'],
});

export const changeCartLine = route({
  ...common,
  name: 'changeCartLine',
  method: 'PATCH',
  path: '/api/cart/lines/:skuId',
  summary: 'Change quantity or selection of a line',
  params,
  body: z
    .strictObject({ quantity: quantity.optional(), selected: z.boolean().optional() })
    .refine((change) => change.quantity !== undefined || change.selected !== undefined, '没有要修改的内容'),
  errors: ['NOT_FOUND', 'PRODUCT_UNAVAILABLE', 'STOCK_NOT_ENOUGH', 'LIMIT_PER_ORDER', 'BUSY'],
});

export const removeCartLine = route({
  ...common,
  name: 'removeCartLine',
  method: 'DELETE',
  path: '/api/cart/lines/:skuId',
  summary: 'Take a line out',
  params,
  errors: ['NOT_FOUND', 'BUSY'],
});

export const selectCart = route({
  ...common,
  name: 'selectCart',
  method: 'PATCH',
  path: '/api/cart',
  summary: 'Select all lines or none',
  body: z.strictObject({ selectedAll: z.boolean() }),
  errors: ['BUSY'],
});

export const cartRoutes = [getCart, addCartLine, changeCartLine, removeCartLine, selectCart] as const;

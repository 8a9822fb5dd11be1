import { z } from 'zod';
import { specValue } from './catalog.ts';
import {
  fen,
  id,
  idempotencyKey,
  imageUrl,
  instant,
  listOf,
  paging,
  publicNo,
  quantity,
  text,
} from './fields.ts';
import { route } from './route.ts';
import { closedReasons, orderSources, orderStates, paymentStates, payMethods, tradeTypes } from './states.ts';

const orderedLine = z.strictObject({ skuId: id, quantity });

/** Either lines (also "buy now") or the cart's selected lines. */
const quoteShape = {
  lines: z.array(orderedLine).min(1).max(100).optional(),
  fromCart: z.literal(true).optional(),
  addressId: id.optional(),
  couponId: id.optional(),
  usePoints: z.int().min(0).max(100_000_000).optional(),
  payMethod: z.enum(payMethods).default('wechat'),
};
const oneSource = (input: { lines?: unknown; fromCart?: unknown }): boolean =>
  (input.lines === undefined) !== (input.fromCart === undefined);
const oneSourceText = { error: 'lines 与 fromCart 必须且只能提供一个', path: ['lines'] };

export const quoteInput = z.strictObject(quoteShape).refine(oneSource, oneSourceText);
export const placeOrderInput = z
  .strictObject({
    ...quoteShape,
    buyerMessage: text(200).optional(),
    expectedPayableFen: fen.optional(),
    source: z.enum(orderSources).optional(),
  })
  .refine(oneSource, oneSourceText);

export const amounts = z.strictObject({
  goodsFen: fen,
  discountFen: fen,
  couponFen: fen,
  pointsFen: fen,
  freightFen: fen,
  payableFen: fen,
});

export const quoteProblem = z.strictObject({
  skuId: id,
  code: z.enum(['OFF_SHELF', 'SOLD_OUT', 'NOT_ENOUGH_STOCK', 'LIMIT_PER_ORDER']),
  available: z.int().min(0).optional(),
  message: z.string(),
});

const coupon = z.strictObject({
  couponId: id,
  name: z.string(),
  discountFen: fen,
  reason: z.string().nullable(),
});

export const orderLine = z.strictObject({
  skuId: id,
  productId: id,
  title: z.string(),
  specs: z.array(specValue),
  imageUrl,
  priceFen: fen,
  quantity: z.int().min(1),
  weightGrams: z.int().min(0),
  amountFen: fen,
});

export const quote = z.strictObject({
  lines: z.array(orderLine),
  quantity: z.int().min(0),
  ...amounts.shape,
  coupons: z.strictObject({ usable: z.array(coupon), unusable: z.array(coupon) }),
  problems: z.array(quoteProblem),
});

export const receiver = z.strictObject({
  receiver: z.string(),
  phone: z.string(),
  province: z.string(),
  city: z.string(),
  district: z.string(),
  regionCode: z.string(),
  detail: z.string(),
  postalCode: z.string().nullable(),
});

export const order = z.strictObject({
  orderNo: publicNo,
  state: z.enum(orderStates),
  closedReason: z.enum(closedReasons).nullable(),
  payMethod: z.enum(payMethods),
  source: z.enum(orderSources),
  lines: z.array(orderLine),
  quantity: z.int().min(1),
  amounts,
  receiver,
  buyerMessage: z.string(),
  /** What this order earns, granted by the rule in force. */
  earnedPoints: z.int().min(0),
  placedAt: instant,
  paidAt: instant.nullable(),
  shippedAt: instant.nullable(),
  receivedAt: instant.nullable(),
  completedAt: instant.nullable(),
  closedAt: instant.nullable(),
  payBefore: instant,
  timeline: z.array(z.strictObject({ state: z.enum(orderStates), at: instant, note: z.string() })),
  shipments: z.array(z.strictObject({ shipmentNo: publicNo })),
  aftersales: z.array(z.strictObject({ aftersaleNo: publicNo })),
});

const common = { auth: 'shopper', tag: 'Order' } as const;
const params = z.strictObject({ orderNo: publicNo });

export const getQuote = route({
  ...common,
  name: 'getQuote',
  method: 'POST',
  path: '/api/checkout/quote',
  summary: 'What an order of this would cost now; changes nothing',
  body: quoteInput,
  response: quote,
  errors: [
    'SKU_UNKNOWN',
    'CART_EMPTY',
    'NOT_FOUND',
    'AMOUNT_TOO_LARGE',
    'COUPON_UNUSABLE',
    'POINTS_UNUSABLE',
    'PAY_METHOD_UNAVAILABLE',
  ],
});

export const placeOrder = route({
  ...common,
  name: 'placeOrder',
  method: 'POST',
  path: '/api/orders',
  summary: 'Place an order; the same Idempotency-Key and body give the same order (200)',
  headers: z.object({ 'idempotency-key': idempotencyKey }),
  body: placeOrderInput,
  response: order,
  status: 201,
  errors: [
    'IDEMPOTENCY_KEY_MISSING',
    'IDEMPOTENCY_KEY_REUSED',
    'STOCK_NOT_ENOUGH',
    'QUOTE_CHANGED',
    'CART_EMPTY',
    'PRODUCT_UNAVAILABLE',
    'SKU_UNKNOWN',
    'LIMIT_PER_ORDER',
    'ADDRESS_REQUIRED',
    'NOT_FOUND',
    'AMOUNT_TOO_LARGE',
    'COUPON_UNUSABLE',
    'POINTS_UNUSABLE',
    'PAY_METHOD_UNAVAILABLE',
    'TOO_MANY_UNPAID_ORDERS',
    'TOO_MANY_REQUESTS',
    'BUSY',
  ],
});

export const listOrders = route({
  ...common,
  name: 'listOrders',
  method: 'GET',
  path: '/api/orders',
  summary: 'My orders, newest first',
  query: z.strictObject({ state: z.enum(orderStates).optional(), ...paging }),
  response: listOf(order),
});

export const getOrder = route({
  ...common,
  name: 'getOrder',
  method: 'GET',
  path: '/api/orders/:orderNo',
  summary: 'One order',
  params,
  response: order,
  errors: ['NOT_FOUND'],
});

export const cancelOrder = route({
  ...common,
  name: 'cancelOrder',
  method: 'POST',
  path: '/api/orders/:orderNo/cancel',
  summary: 'Cancel an unpaid order; WeChat is asked first, so a paid one stays',
  params,
  body: z.strictObject({ reason: text(100, 1) }),
  response: order,
  errors: [
    'NOT_FOUND',
    'ORDER_STATE_CONFLICT',
    'PAYMENT_IN_PROGRESS',
    'WECHAT_UNAVAILABLE',
    'TOO_MANY_REQUESTS',
    'BUSY',
  ],
});

export const payOrder = route({
  ...common,
  name: 'payOrder',
  method: 'POST',
  path: '/api/orders/:orderNo/payments',
  tag: 'Payment',
  summary: 'Start (or repeat) a payment: parameters of wx.requestPayment, or a QR code',
  params,
  body: z.strictObject({ tradeType: z.enum(tradeTypes) }),
  response: z.discriminatedUnion('tradeType', [
    z.strictObject({
      paymentNo: publicNo,
      tradeType: z.literal('JSAPI'),
      jsapi: z.strictObject({
        timeStamp: z.string(),
        nonceStr: z.string(),
        package: z.string(),
        signType: z.enum(['MD5', 'HMAC-SHA256', 'RSA']),
        paySign: z.string(),
      }),
    }),
    z.strictObject({
      paymentNo: publicNo,
      tradeType: z.literal('NATIVE'),
      codeUrl: z.string(),
      expiresAt: instant,
    }),
  ]),
  status: 201,
  errors: [
    'NOT_FOUND',
    'ORDER_STATE_CONFLICT',
    'ORDER_EXPIRING',
    'PAYMENT_REFUSED',
    'PAYMENT_IN_PROGRESS',
    'WECHAT_UNAVAILABLE',
    'TOO_MANY_REQUESTS',
  ],
});

export const getPayment = route({
  ...common,
  name: 'getPayment',
  method: 'GET',
  path: '/api/orders/:orderNo/payment',
  tag: 'Payment',
  summary: 'Is it paid? Asks WeChat itself where no notification has come yet; polled every 3 s',
  params,
  response: z.strictObject({ state: z.enum(paymentStates), paidAt: instant.optional() }),
  errors: ['NOT_FOUND'],
});

export const orderRoutes = [
  getQuote,
  placeOrder,
  listOrders,
  getOrder,
  cancelOrder,
  payOrder,
  getPayment,
] as const;

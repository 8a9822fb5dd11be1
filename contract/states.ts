/** Names of states as clients see them; the tables of transitions live with their rooms. */
export const orderStates = [
  'awaiting-payment',
  'awaiting-shipment',
  'partly-shipped',
  'shipped',
  'received',
  'completed',
  'closed',
] as const;
export type OrderState = (typeof orderStates)[number];

export const closedReasons = ['timeout', 'buyer', 'merchant', 'refunded'] as const;
export type ClosedReason = (typeof closedReasons)[number];

export const payMethods = ['wechat', 'cod'] as const;
export type PayMethod = (typeof payMethods)[number];

/** What `GET /api/orders/:orderNo/payment` answers. */
export const paymentStates = ['unpaid', 'paid', 'failed', 'closed', 'refunding', 'refunded'] as const;
export type PaymentState = (typeof paymentStates)[number];

export const tradeTypes = ['JSAPI', 'NATIVE'] as const;
export type TradeType = (typeof tradeTypes)[number];

export const orderSources = ['mini-program', 'web', 'app', 'official-account', 'h5', 'qr'] as const;
export type OrderSource = (typeof orderSources)[number];

export const cartProblems = ['OFF_SHELF', 'SOLD_OUT', 'NOT_ENOUGH_STOCK', 'PRICE_CHANGED'] as const;
export type CartProblem = (typeof cartProblems)[number];

export const stockReasons = ['adjustment', 'import', 'return', 'scrap'] as const;
export type StockReason = (typeof stockReasons)[number];

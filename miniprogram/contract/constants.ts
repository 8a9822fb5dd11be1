// Generated from contract/ by `npm run contract`. Do not edit.

export const cartProblems = ['OFF_SHELF', 'SOLD_OUT', 'NOT_ENOUGH_STOCK', 'PRICE_CHANGED'] as const;
export type CartProblem = (typeof cartProblems)[number];

export const closedReasons = ['timeout', 'buyer', 'merchant', 'refunded'] as const;
export type ClosedReason = (typeof closedReasons)[number];

export const orderSources = ['mini-program', 'web', 'app', 'official-account', 'h5', 'qr'] as const;
export type OrderSource = (typeof orderSources)[number];

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

export const payMethods = ['wechat', 'cod'] as const;
export type PayMethod = (typeof payMethods)[number];

export const paymentStates = ['unpaid', 'paid', 'failed', 'closed', 'refunding', 'refunded'] as const;
export type PaymentState = (typeof paymentStates)[number];

export const stockReasons = ['adjustment', 'import', 'return', 'scrap'] as const;
export type StockReason = (typeof stockReasons)[number];

export const tradeTypes = ['JSAPI', 'NATIVE'] as const;
export type TradeType = (typeof tradeTypes)[number];

export const productSorts = ['relevance', 'sales', 'price', '-price', 'newest'] as const;
export type ProductSort = (typeof productSorts)[number];

/** Every error code: HTTP status, whether the same call may succeed later, text to show. */
export const errorKinds = {
  MALFORMED_REQUEST: { status: 400, retryable: false, text: '请求格式有误，请检查后重试' },
  MALFORMED_JSON: { status: 400, retryable: false, text: '请求内容不是有效的 JSON' },
  IDEMPOTENCY_KEY_MISSING: { status: 428, retryable: false, text: '缺少 Idempotency-Key 请求头' },
  NOT_SIGNED_IN: { status: 401, retryable: false, text: '请先登录' },
  LOGIN_CODE_INVALID: { status: 401, retryable: false, text: '微信登录已失效，请重新登录' },
  CREDENTIALS_WRONG: { status: 401, retryable: false, text: '用户名或密码不正确' },
  FORBIDDEN: { status: 403, retryable: false, text: '没有权限进行此操作' },
  ACCOUNT_BLOCKED: { status: 403, retryable: false, text: '该微信账号暂时无法登录，请联系客服' },
  CSRF_REFUSED: { status: 403, retryable: false, text: '页面已过期，请刷新后重试' },
  NOT_FOUND: { status: 404, retryable: false, text: '没有找到您要的内容' },
  METHOD_NOT_ALLOWED: { status: 405, retryable: false, text: '不支持此操作' },
  STOCK_NOT_ENOUGH: { status: 409, retryable: false, text: '部分商品库存不足，请调整数量' },
  QUOTE_CHANGED: { status: 409, retryable: false, text: '价格有变化，请确认后重新提交' },
  CART_EMPTY: { status: 409, retryable: false, text: '购物车里没有选中的商品' },
  CART_FULL: { status: 409, retryable: false, text: '购物车已满，请先清理一些商品' },
  ADDRESS_BOOK_FULL: { status: 409, retryable: false, text: '收货地址已达上限，请先删除一些' },
  PRODUCT_UNAVAILABLE: { status: 409, retryable: false, text: '部分商品已下架，请重新选择' },
  LIMIT_PER_ORDER: { status: 409, retryable: false, text: '超过每单限购数量' },
  ORDER_STATE_CONFLICT: { status: 409, retryable: false, text: '订单状态已变化，请刷新后查看' },
  ORDER_EXPIRING: { status: 409, retryable: false, text: '订单即将超时关闭，无法继续支付' },
  TOO_MANY_UNPAID_ORDERS: { status: 409, retryable: false, text: '待付款订单过多，请先付款或取消' },
  PAYMENT_REFUSED: { status: 409, retryable: false, text: '微信支付暂时无法受理该订单，请稍后再试' },
  PAYMENT_IN_PROGRESS: { status: 409, retryable: true, text: '支付正在处理中，请稍后再试' },
  PAYLOAD_TOO_LARGE: { status: 413, retryable: false, text: '提交的内容过大' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, retryable: false, text: '不支持的内容类型' },
  INVALID_REQUEST: { status: 422, retryable: false, text: '提交的内容有误，请检查后重试' },
  ADDRESS_REQUIRED: { status: 422, retryable: false, text: '请选择收货地址' },
  REGION_UNKNOWN: { status: 422, retryable: false, text: '所在地区有误，请重新选择' },
  SKU_UNKNOWN: { status: 422, retryable: false, text: '商品规格不存在，请重新选择' },
  AMOUNT_TOO_LARGE: { status: 422, retryable: false, text: '订单金额过大，请分开下单' },
  COUPON_UNUSABLE: { status: 422, retryable: false, text: '优惠券不可用' },
  POINTS_UNUSABLE: { status: 422, retryable: false, text: '积分不可用' },
  PAY_METHOD_UNAVAILABLE: { status: 422, retryable: false, text: '暂不支持该支付方式' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, retryable: false, text: '该提交编号已用于另一次提交，请重新提交' },
  TOO_MANY_REQUESTS: { status: 429, retryable: true, text: '操作太频繁，请稍后再试' },
  INTERNAL_ERROR: { status: 500, retryable: true, text: '系统开小差了，请稍后再试' },
  BUSY: { status: 503, retryable: true, text: '现在人太多了，请稍后再试' },
  WECHAT_UNAVAILABLE: { status: 503, retryable: true, text: '微信服务暂时没有响应，请稍后再试' },
} as const;
export type ErrorCode = keyof typeof errorKinds;

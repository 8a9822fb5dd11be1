// Generated from contract/ by `npm run contract`. Do not edit.

export type DetailBlock =
  | {
      kind: 'text';
      text: string;
    }
  | {
      kind: 'image';
      imageUrl: string;
    };
export type PayOrderAnswer =
  | {
      paymentNo: string;
      tradeType: 'JSAPI';
      jsapi: {
        timeStamp: string;
        nonceStr: string;
        package: string;
        signType: 'MD5' | 'HMAC-SHA256' | 'RSA';
        paySign: string;
      };
    }
  | {
      paymentNo: string;
      tradeType: 'NATIVE';
      codeUrl: string;
      expiresAt: string;
    };

/**
 * Every call by name: what it takes and what it answers.
 */
export interface Calls {
  /**
   * Sign in with a code from wx.login
   */
  signIn: {
    input: {
      body: SignInBody;
    };
    answer: SignInAnswer;
  };
  /**
   * Revoke this token
   */
  signOut: {
    input: {};
    answer: undefined;
  };
  /**
   * Profile, points and order counters
   */
  getMe: {
    input: {};
    answer: Me;
  };
  /**
   * Change nickname or avatar
   */
  updateMe: {
    input: {
      body: UpdateMeBody;
    };
    answer: Me;
  };
  /**
   * What the home page shows
   */
  getHome: {
    input: {};
    answer: Home;
  };
  /**
   * Three-level category tree
   */
  listCategories: {
    input: {};
    answer: CategoryTree;
  };
  /**
   * Search and browse products
   */
  listProducts: {
    input: {
      query: ListProductsQuery;
    };
    answer: ListProductsAnswer;
  };
  /**
   * One product with its SKUs; stock is always fresh
   */
  getProduct: {
    input: {
      params: GetProductParams;
    };
    answer: ProductDetail;
  };
  /**
   * Completions of what is being typed
   */
  suggest: {
    input: {
      query: SuggestQuery;
    };
    answer: SuggestAnswer;
  };
  /**
   * Words others search for
   */
  hotWords: {
    input: {};
    answer: HotWordsAnswer;
  };
  /**
   * The cart
   */
  getCart: {
    input: {};
    answer: Cart;
  };
  /**
   * Put a SKU in the cart; a SKU already there is raised by the quantity
   */
  addCartLine: {
    input: {
      body: AddCartLineBody;
    };
    answer: Cart;
  };
  /**
   * Change quantity or selection of a line
   */
  changeCartLine: {
    input: {
      params: ChangeCartLineParams;
      body: ChangeCartLineBody;
    };
    answer: Cart;
  };
  /**
   * Take a line out
   */
  removeCartLine: {
    input: {
      params: RemoveCartLineParams;
    };
    answer: Cart;
  };
  /**
   * Select all lines or none
   */
  selectCart: {
    input: {
      body: SelectCartBody;
    };
    answer: Cart;
  };
  /**
   * The address book; the default one first
   */
  listAddresses: {
    input: {};
    answer: ListAddressesAnswer;
  };
  /**
   * Add an address; the first becomes the default
   */
  createAddress: {
    input: {
      body: AddressInput;
    };
    answer: Address;
  };
  /**
   * One address
   */
  getAddress: {
    input: {
      params: GetAddressParams;
    };
    answer: Address;
  };
  /**
   * Replace an address
   */
  replaceAddress: {
    input: {
      params: ReplaceAddressParams;
      body: AddressInput;
    };
    answer: Address;
  };
  /**
   * Delete an address; the newest one left becomes the default
   */
  deleteAddress: {
    input: {
      params: DeleteAddressParams;
    };
    answer: undefined;
  };
  /**
   * Provinces, cities and districts
   */
  listRegions: {
    input: {};
    answer: ListRegionsAnswer;
  };
  /**
   * What an order of this would cost now; changes nothing
   */
  getQuote: {
    input: {
      body: QuoteInput;
    };
    answer: Quote;
  };
  /**
   * Place an order; the same Idempotency-Key and body give the same order (200)
   */
  placeOrder: {
    input: {
      headers: PlaceOrderHeaders;
      body: PlaceOrderInput;
    };
    answer: Order;
  };
  /**
   * My orders, newest first
   */
  listOrders: {
    input: {
      query: ListOrdersQuery;
    };
    answer: ListOrdersAnswer;
  };
  /**
   * One order
   */
  getOrder: {
    input: {
      params: GetOrderParams;
    };
    answer: Order;
  };
  /**
   * Cancel an unpaid order; WeChat is asked first, so a paid one stays
   */
  cancelOrder: {
    input: {
      params: CancelOrderParams;
      body: CancelOrderBody;
    };
    answer: Order;
  };
  /**
   * Start (or repeat) a payment: parameters of wx.requestPayment, or a QR code
   */
  payOrder: {
    input: {
      params: PayOrderParams;
      body: PayOrderBody;
    };
    answer: PayOrderAnswer;
  };
  /**
   * Is it paid? Asks WeChat itself where no notification has come yet; polled every 3 s
   */
  getPayment: {
    input: {
      params: GetPaymentParams;
    };
    answer: GetPaymentAnswer;
  };
}
export interface SignInBody {
  code: string;
}
export interface SignInAnswer {
  token: string;
  expiresAt: string;
  user: User;
}
export interface User {
  memberId: string;
  nickname: string;
  avatarUrl: string | null;
  phone: string | null;
}
export interface Me {
  memberId: string;
  nickname: string;
  avatarUrl: string | null;
  phone: string | null;
  points: number;
  orderCounts: {
    'awaiting-payment': number;
    'awaiting-shipment': number;
    'partly-shipped': number;
    shipped: number;
    received: number;
    completed: number;
    closed: number;
  };
  cartQuantity: number;
  joinedAt: string;
}
export interface UpdateMeBody {
  nickname?: string;
  avatarUrl?: string;
}
export interface Home {
  banners: {
    bannerId: string;
    title: string;
    subtitle: string;
    imageUrl: string;
    link: {
      kind: 'product' | 'category' | 'none';
      targetId: string | null;
    };
  }[];
  shortcuts: {
    categoryId: string;
    name: string;
    imageUrl: string;
  }[];
  featured: ProductCard[];
  newProducts: ProductCard[];
  notices: string[];
}
export interface ProductCard {
  productId: string;
  title: string;
  subtitle: string;
  imageUrl: string;
  priceFen: number;
  marketPriceFen: number | null;
  sold: number;
  soldOut: boolean;
  tags: string[];
}
export interface CategoryTree {
  categories: {
    categoryId: string;
    name: string;
    imageUrl: string;
    children: {
      categoryId: string;
      name: string;
      imageUrl: string;
      children: {
        categoryId: string;
        name: string;
        imageUrl: string;
      }[];
    }[];
  }[];
}
export interface ListProductsQuery {
  keyword?: string;
  categoryId?: string;
  sort?: 'relevance' | 'sales' | 'price' | '-price' | 'newest';
  minPriceFen?: number;
  maxPriceFen?: number;
  limit?: number;
  cursor?: string;
}
export interface ListProductsAnswer {
  items: ProductCard[];
  nextCursor: string | null;
}
export interface GetProductParams {
  productId: string;
}
export interface ProductDetail {
  productId: string;
  title: string;
  subtitle: string;
  onShelf: boolean;
  categories: {
    categoryId: string;
    name: string;
  }[];
  gallery: string[];
  specs: {
    name: string;
    values: string[];
  }[];
  skus: Sku[];
  detail: DetailBlock[];
  sellingPoints: string[];
  sold: number;
  limitPerOrder: number | null;
  freightNote: string;
  rating: {
    average: number | null;
    count: number;
  };
}
export interface Sku {
  skuId: string;
  code: string;
  specs: SpecValue[];
  priceFen: number;
  marketPriceFen: number | null;
  stock: number;
  imageUrl: string;
  weightGrams: number;
}
export interface SpecValue {
  name: string;
  value: string;
}
export interface SuggestQuery {
  q: string;
}
export interface SuggestAnswer {
  items: string[];
}
export interface HotWordsAnswer {
  items: string[];
}
export interface Cart {
  lines: CartLine[];
  totals: {
    quantity: number;
    selectedQuantity: number;
    goodsFen: number;
  };
}
export interface CartLine {
  skuId: string;
  quantity: number;
  selected: boolean;
  product: {
    productId: string;
    title: string;
    imageUrl: string;
  };
  sku: {
    specs: SpecValue[];
    priceFen: number;
    marketPriceFen: number | null;
    stock: number;
    imageUrl: string;
    limitPerOrder: number | null;
  };
  addedPriceFen: number;
  problem?: 'OFF_SHELF' | 'SOLD_OUT' | 'NOT_ENOUGH_STOCK' | 'PRICE_CHANGED';
}
export interface AddCartLineBody {
  skuId: string;
  quantity: number;
}
export interface ChangeCartLineParams {
  skuId: string;
}
export interface ChangeCartLineBody {
  quantity?: number;
  selected?: boolean;
}
export interface RemoveCartLineParams {
  skuId: string;
}
export interface SelectCartBody {
  selectedAll: boolean;
}
export interface ListAddressesAnswer {
  items: Address[];
}
export interface Address {
  addressId: string;
  receiver: string;
  phone: string;
  province: string;
  city: string;
  district: string;
  regionCode: string;
  detail: string;
  postalCode: string | null;
  alias: string | null;
  isDefault: boolean;
}
export interface AddressInput {
  receiver: string;
  phone: string;
  province: string;
  city: string;
  district: string;
  regionCode: string;
  detail: string;
  postalCode?: string;
  alias?: string;
  isDefault?: boolean;
}
export interface GetAddressParams {
  addressId: string;
}
export interface ReplaceAddressParams {
  addressId: string;
}
export interface DeleteAddressParams {
  addressId: string;
}
export interface ListRegionsAnswer {
  provinces: {
    code: string;
    name: string;
    cities: {
      code: string;
      name: string;
      districts: {
        code: string;
        name: string;
      }[];
    }[];
  }[];
}
export interface QuoteInput {
  lines?: {
    skuId: string;
    quantity: number;
  }[];
  fromCart?: true;
  addressId?: string;
  couponId?: string;
  usePoints?: number;
  payMethod?: 'wechat' | 'cod';
}
export interface Quote {
  lines: OrderLine[];
  quantity: number;
  goodsFen: number;
  discountFen: number;
  couponFen: number;
  pointsFen: number;
  freightFen: number;
  payableFen: number;
  coupons: {
    usable: {
      couponId: string;
      name: string;
      discountFen: number;
      reason: string | null;
    }[];
    unusable: {
      couponId: string;
      name: string;
      discountFen: number;
      reason: string | null;
    }[];
  };
  problems: QuoteProblem[];
}
export interface OrderLine {
  skuId: string;
  productId: string;
  title: string;
  specs: SpecValue[];
  imageUrl: string;
  priceFen: number;
  quantity: number;
  weightGrams: number;
  amountFen: number;
}
export interface QuoteProblem {
  skuId: string;
  code: 'OFF_SHELF' | 'SOLD_OUT' | 'NOT_ENOUGH_STOCK' | 'LIMIT_PER_ORDER';
  available?: number;
  message: string;
}
export interface PlaceOrderHeaders {
  'idempotency-key': string;
}
export interface PlaceOrderInput {
  lines?: {
    skuId: string;
    quantity: number;
  }[];
  fromCart?: true;
  addressId?: string;
  couponId?: string;
  usePoints?: number;
  payMethod?: 'wechat' | 'cod';
  buyerMessage?: string;
  expectedPayableFen?: number;
  source?: 'mini-program' | 'web' | 'app' | 'official-account' | 'h5' | 'qr';
}
export interface Order {
  orderNo: string;
  state:
    | 'awaiting-payment'
    | 'awaiting-shipment'
    | 'partly-shipped'
    | 'shipped'
    | 'received'
    | 'completed'
    | 'closed';
  closedReason: ('timeout' | 'buyer' | 'merchant' | 'refunded') | null;
  payMethod: 'wechat' | 'cod';
  source: 'mini-program' | 'web' | 'app' | 'official-account' | 'h5' | 'qr';
  lines: OrderLine[];
  quantity: number;
  amounts: Amounts;
  receiver: Receiver;
  buyerMessage: string;
  earnedPoints: number;
  placedAt: string;
  paidAt: string | null;
  shippedAt: string | null;
  receivedAt: string | null;
  completedAt: string | null;
  closedAt: string | null;
  payBefore: string;
  timeline: {
    state:
      | 'awaiting-payment'
      | 'awaiting-shipment'
      | 'partly-shipped'
      | 'shipped'
      | 'received'
      | 'completed'
      | 'closed';
    at: string;
    note: string;
  }[];
  shipments: {
    shipmentNo: string;
  }[];
  aftersales: {
    aftersaleNo: string;
  }[];
}
export interface Amounts {
  goodsFen: number;
  discountFen: number;
  couponFen: number;
  pointsFen: number;
  freightFen: number;
  payableFen: number;
}
export interface Receiver {
  receiver: string;
  phone: string;
  province: string;
  city: string;
  district: string;
  regionCode: string;
  detail: string;
  postalCode: string | null;
}
export interface ListOrdersQuery {
  state?:
    | 'awaiting-payment'
    | 'awaiting-shipment'
    | 'partly-shipped'
    | 'shipped'
    | 'received'
    | 'completed'
    | 'closed';
  limit?: number;
  cursor?: string;
}
export interface ListOrdersAnswer {
  items: Order[];
  nextCursor: string | null;
}
export interface GetOrderParams {
  orderNo: string;
}
export interface CancelOrderParams {
  orderNo: string;
}
export interface CancelOrderBody {
  reason: string;
}
export interface PayOrderParams {
  orderNo: string;
}
export interface PayOrderBody {
  tradeType: 'JSAPI' | 'NATIVE';
}
export interface GetPaymentParams {
  orderNo: string;
}
export interface GetPaymentAnswer {
  state: 'unpaid' | 'paid' | 'failed' | 'closed' | 'refunding' | 'refunded';
  paidAt?: string;
}
export interface Problem {
  type: string;
  title: string;
  status: number;
  code:
    | 'MALFORMED_REQUEST'
    | 'MALFORMED_JSON'
    | 'IDEMPOTENCY_KEY_MISSING'
    | 'NOT_SIGNED_IN'
    | 'LOGIN_CODE_INVALID'
    | 'CREDENTIALS_WRONG'
    | 'FORBIDDEN'
    | 'ACCOUNT_BLOCKED'
    | 'CSRF_REFUSED'
    | 'NOT_FOUND'
    | 'METHOD_NOT_ALLOWED'
    | 'STOCK_NOT_ENOUGH'
    | 'QUOTE_CHANGED'
    | 'CART_EMPTY'
    | 'CART_FULL'
    | 'ADDRESS_BOOK_FULL'
    | 'PRODUCT_UNAVAILABLE'
    | 'LIMIT_PER_ORDER'
    | 'ORDER_STATE_CONFLICT'
    | 'ORDER_EXPIRING'
    | 'TOO_MANY_UNPAID_ORDERS'
    | 'PAYMENT_REFUSED'
    | 'PAYMENT_IN_PROGRESS'
    | 'PAYLOAD_TOO_LARGE'
    | 'UNSUPPORTED_MEDIA_TYPE'
    | 'INVALID_REQUEST'
    | 'ADDRESS_REQUIRED'
    | 'REGION_UNKNOWN'
    | 'SKU_UNKNOWN'
    | 'AMOUNT_TOO_LARGE'
    | 'COUPON_UNUSABLE'
    | 'POINTS_UNUSABLE'
    | 'PAY_METHOD_UNAVAILABLE'
    | 'IDEMPOTENCY_KEY_REUSED'
    | 'TOO_MANY_REQUESTS'
    | 'INTERNAL_ERROR'
    | 'BUSY'
    | 'WECHAT_UNAVAILABLE';
  detail: string;
  instance: string;
  errors?: {
    path: string;
    message: string;
  }[];
  [k: string]: unknown;
}

import type { SignType } from '../signature/v2-signature.ts';

export type TradeType = 'JSAPI' | 'NATIVE';
export type TradeState = 'NOTPAY' | 'SUCCESS' | 'CLOSED' | 'PAYERROR';

/** One permission to pay an order, good for two hours whatever the order's own end is. */
export interface Prepay {
  prepayId: string;
  /** What a NATIVE order's QR code says. */
  codeUrl: string | null;
  /** Unix milliseconds. */
  expiresAt: number;
}

/** What a merchant asks for, from either version of the interface. */
export interface OrderRequest {
  api: 'v2' | 'v3';
  outTradeNo: string;
  tradeType: TradeType;
  description: string;
  attach: string;
  deviceInfo: string;
  totalFen: number;
  currency: string;
  /** The shopper who alone may pay; null for NATIVE. */
  openid: string | null;
  notifyUrl: string;
  /** How v2 signs this order's notice. */
  signType: SignType;
  /** When the order closes itself, Unix milliseconds; undefined: after seven days. */
  expiresAt: number | undefined;
  /** Hash of all parameters: a repeated number with other parameters is refused. */
  fingerprint: string;
}

/** An order as WeChat keeps it. Plain JSON: it is saved. Times are Unix milliseconds. */
export interface Order extends Omit<OrderRequest, 'expiresAt'> {
  tradeState: TradeState;
  createdAt: number;
  expiresAt: number;
  closedAt: number | null;
  paidAt: number | null;
  transactionId: string | null;
  payerOpenid: string | null;
  bankType: string | null;
  prepays: Prepay[];
}

/** WeChat's own words for a state. */
export const tradeStateText: Readonly<Record<TradeState, string>> = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  CLOSED: '订单已关闭',
  PAYERROR: '支付失败(其他原因，如银行返回失败)',
};

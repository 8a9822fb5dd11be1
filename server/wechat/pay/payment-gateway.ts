/**
 * The one door through which the shop speaks to WeChat Pay. Two implementations
 * (v2 XML, v3 JSON) are chosen by configuration; nothing above this file knows which.
 *
 * Amounts are integer fen. Instants are `Date`s. Expected refusals of WeChat are
 * returned as values; a thrown error means the outcome is unknown (network, 5xx,
 * unverifiable answer) and the caller must ask again with the same numbers.
 */

export type TradeType = 'JSAPI' | 'NATIVE';

/** WeChat's trade_state, both versions. Unknown future values are kept as 'UNKNOWN'. */
export type TradeState =
  'SUCCESS' | 'REFUND' | 'NOTPAY' | 'CLOSED' | 'REVOKED' | 'USERPAYING' | 'PAYERROR' | 'ACCEPT' | 'UNKNOWN';

export interface PrepayRequest {
  /** Our paymentNo; WeChat's out_trade_no. Same number + same parameters = a repeat, never a second charge. */
  outTradeNo: string;
  tradeType: TradeType;
  /** What the payer sees, at most 127 bytes of UTF-8 after the gateway has cut it. */
  description: string;
  amountFen: number;
  /** JSAPI only. */
  openid?: string;
  /** NATIVE v2 requires one (≤ 32); ignored by v3. */
  productId?: string;
  payerIp: string;
  /** When WeChat stops accepting money for this number. */
  expiresAt: Date;
  notifyUrl: string;
}

/** What the mini-program hands to wx.requestPayment, letter for letter. */
export interface JsapiParameters {
  timeStamp: string;
  nonceStr: string;
  package: string;
  signType: 'MD5' | 'HMAC-SHA256' | 'RSA';
  paySign: string;
}

export type PrepayResult =
  | { ok: true; tradeType: 'JSAPI'; prepayId: string }
  | { ok: true; tradeType: 'NATIVE'; codeUrl: string }
  | { ok: false; reason: PrepayRefusal; wechatCode: string; message: string };

export type PrepayRefusal =
  | 'already-paid' // ORDERPAID: query it, treat it as paid
  | 'closed' // ORDERCLOSED: a new number is needed
  | 'parameters-changed' // re-entry with other parameters, or number used
  | 'refused'; // anything else WeChat says no to (configuration, risk)

/** What WeChat says of one trade, from a query or a verified notification alike. */
export interface TradeReport {
  outTradeNo: string;
  tradeState: TradeState;
  appId: string;
  mchId: string;
  /** Absent while nothing was paid. */
  transactionId?: string;
  /** Order total in fen (not what the payer paid after WeChat coupons). Absent on v3 only while unpaid. */
  amountFen?: number;
  /** 'CNY' unless WeChat says otherwise. */
  currency?: string;
  openid?: string;
  tradeType?: string;
  bankType?: string;
  paidAt?: Date;
}

export type QueryResult = { ok: true; trade: TradeReport } | { ok: false; reason: 'not-found' };

export type CloseResult =
  | { ok: true } // closed now or before
  | { ok: false; reason: 'already-paid' | 'not-found' | 'too-early' | 'refused'; message: string };

/** A notification as it came in over HTTP; the body is the raw bytes. */
export interface RawNotice {
  headers: Record<string, string | undefined>;
  body: Buffer;
}

export type NoticeResult =
  /**
   * noticeId is the same for every repeat of a notification: v3's event id, and for v2, which
   * numbers none, the transaction's own number. The trade of a notification is always SUCCESS.
   */
  { ok: true; noticeId: string; trade: TradeReport } | { ok: false; reason: NoticeRefusal; message: string };

export type NoticeRefusal =
  | 'malformed' // not XML/JSON of the right shape, DOCTYPE, entities, duplicate tags
  | 'signature' // missing, wrong, unknown serial, signature probe
  | 'stale' // v3: outside 300 s
  | 'decryption' // v3: ciphertext, tag, nonce or associated data changed
  | 'not-ours' // appid or mchid of somebody else
  | 'not-a-payment'; // another event type

export interface NoticeAnswer {
  status: number;
  contentType: string;
  body: string;
}

export interface PaymentGateway {
  readonly api: 'v2' | 'v3';
  prepay(request: PrepayRequest): Promise<PrepayResult>;
  /** Signs anew at every call: nonce and time are fresh, the prepay_id is not. */
  jsapiParameters(prepayId: string): JsapiParameters;
  query(outTradeNo: string): Promise<QueryResult>;
  close(outTradeNo: string): Promise<CloseResult>;
  /** Verifies over raw bytes, decrypts, compares appid and mchid with ours. Never touches a database. */
  readNotice(notice: RawNotice): NoticeResult;
  /** What WeChat wants to hear: accepted (do not send again) or failed (send again). */
  acknowledge(accepted: boolean, message?: string): NoticeAnswer;
}

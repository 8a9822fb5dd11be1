import type { CloseResult, PrepayRefusal } from './payment-gateway.ts';

/** WeChat's error codes, both versions (v3 spells some with one more underscore). */
const PAID = new Set(['ORDERPAID', 'ORDER_PAID']);
const CLOSED = new Set(['ORDERCLOSED', 'ORDER_CLOSED']);
const UNKNOWN_ORDER = new Set(['ORDERNOTEXIST', 'ORDER_NOT_EXIST', 'RESOURCE_NOT_EXISTS']);
const BUSY = new Set(['SYSTEMERROR', 'SYSTEM_ERROR', 'BIZERR_NEED_RETRY', 'SERVICE_UNAVAILABLE']);
const NUMBER_USED = 'OUT_TRADE_NO_USED';
/** In a state that will pass: a payer is typing the password. */
const NOT_YET = new Set(['TRADE_STATE_ERROR', 'USERPAYING', 'USER_PAYING']);
/** INVALID_REQUEST stands for many faults; only its text tells a changed repeat from a broken field. */
const CHANGED_REPEAT = /重入|首次请求|订单号重复/;
/** The documents say that an order younger than five minutes cannot be closed. */
const TOO_YOUNG = /不能马上|5分钟/;

/** WeChat wants the identical call again. */
export function isBusy(code: string): boolean {
  return BUSY.has(code);
}

/** WeChat does not know the number. */
export function isUnknownOrder(code: string): boolean {
  return UNKNOWN_ORDER.has(code);
}

/** What a refused prepay means to the shop. */
export function prepayRefusal(code: string, message: string): PrepayRefusal {
  if (PAID.has(code)) return 'already-paid';
  if (CLOSED.has(code)) return 'closed';
  if (code === NUMBER_USED) return 'parameters-changed';
  if (code === 'INVALID_REQUEST' && CHANGED_REPEAT.test(message)) return 'parameters-changed';
  return 'refused';
}

/** What a refused close means: an order that is closed already is as good as closed now. */
export function closeResultOf(code: string, message: string): CloseResult {
  if (CLOSED.has(code)) return { ok: true };
  if (PAID.has(code)) return { ok: false, reason: 'already-paid', message };
  if (UNKNOWN_ORDER.has(code)) return { ok: false, reason: 'not-found', message };
  if (NOT_YET.has(code) || (code === 'INVALID_REQUEST' && TOO_YOUNG.test(message)))
    return { ok: false, reason: 'too-early', message };
  return { ok: false, reason: 'refused', message: `${code} ${message}`.trim() };
}

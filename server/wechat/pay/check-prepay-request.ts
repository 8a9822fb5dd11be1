import { isIP } from 'node:net';
import type { PrepayRequest } from './payment-gateway.ts';

const OUT_TRADE_NO = /^[0-9A-Za-z_\-*]{6,32}$/;
/** ASCII without blanks: it goes into XML, JSON and WeChat's own tables. */
const WORD = /^[\x21-\x7e]+$/;

/**
 * Limits of WeChat that both versions share. They are kept by our own code, so a breach is a bug.
 * @throws {TypeError}
 */
export function checkPrepayRequest(request: PrepayRequest): void {
  checkOutTradeNo(request.outTradeNo);
  demand(
    Number.isSafeInteger(request.amountFen) && request.amountFen >= 1,
    'amountFen must be whole fen, 1 or more',
  );
  demand(request.description.trim() !== '', 'description is empty');
  demand(isIP(request.payerIp) !== 0, 'payerIp is no IP address');
  demand(!Number.isNaN(request.expiresAt.getTime()), 'expiresAt is no time');
  demand(
    URL.canParse(request.notifyUrl) && request.notifyUrl.length <= 255,
    'notifyUrl is no URL of 255 characters',
  );
  demand(!/[?#]/.test(request.notifyUrl), 'notifyUrl must have no query: WeChat would never call it');
  if (request.tradeType === 'JSAPI') {
    const openid = request.openid ?? '';
    demand(openid.length <= 128 && WORD.test(openid), 'JSAPI needs the openid of the payer');
  }
}

/**
 * Letters, digits, `_`, `-`, `*`; 6 to 32 of them. (v2 would take `|` as well, v3 does not.)
 * @throws {TypeError}
 */
export function checkOutTradeNo(outTradeNo: string): void {
  demand(OUT_TRADE_NO.test(outTradeNo), 'outTradeNo must be 6 to 32 of letters, digits, _ - *');
}

function demand(holds: boolean, message: string): void {
  if (!holds) throw new TypeError(message);
}

import { z } from 'zod';

/** Code points: an emoji outside the basic plane is one, not two. */
const characters = (text: string): number => Array.from(text).length;

/** Text of 1 to `limit` characters (an emoji is one). */
export const textUpTo = (limit: number) =>
  z.string().refine((text) => text !== '' && characters(text) <= limit, `长度须为1到${limit}个字符`);

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

function isNotifyUrl(text: string): boolean {
  if (text.trim() !== text || !URL.canParse(text)) return false;
  const url = new URL(text);
  // `?` alone leaves url.search empty, yet WeChat would call the address with it.
  if (text.includes('?') || text.includes('#') || url.username !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
}

/** https without a query; plain http for this machine only, which WeChat itself could never reach. */
export const notifyUrl = (limit: number) =>
  textUpTo(limit).refine(isNotifyUrl, 'notify_url须为不带参数的https地址');

/** Number of an order at the merchant's; v2 also allows `|`. */
export const outTradeNo = {
  v2: z.string().regex(/^[0-9A-Za-z_\-|*]{6,32}$/, 'out_trade_no须为6到32位数字、字母或_-|*'),
  v3: z.string().regex(/^[0-9A-Za-z_\-*]{6,32}$/, 'out_trade_no须为6到32位数字、字母或_-*'),
};

export const openid = z.string().regex(/^[0-9A-Za-z_-]{1,128}$/, 'openid格式错误');

/** The most WeChat takes in one order, in fen. */
export const MAX_TOTAL_FEN = 100_000_000_00;

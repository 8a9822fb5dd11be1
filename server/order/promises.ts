import { fail, type Failure } from '../platform/outcome.ts';
import type { QuoteInput } from './order-input.ts';

/**
 * What a request may ask for but this shop does not offer yet: nobody owns a coupon, points are not spent,
 * cash on delivery is off. Refused with the reason, never ignored.
 */
export function refuseUnoffered(input: QuoteInput): Failure | null {
  if (input.couponId !== undefined) return fail('COUPON_UNUSABLE', { detail: '优惠券不存在或已失效' });
  if ((input.usePoints ?? 0) > 0) return fail('POINTS_UNUSABLE', { detail: '本店暂不支持积分抵扣' });
  if (input.payMethod === 'cod') return fail('PAY_METHOD_UNAVAILABLE', { detail: '本店暂不支持货到付款' });
  return null;
}

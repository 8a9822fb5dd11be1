import type { Merchant } from '../merchant/merchant.ts';
import type { Order } from '../order/order.ts';
import { v2SignatureFits } from './v2-signature.ts';
import { linesToSign, v3SignatureFits } from './v3-signature.ts';

/** What the shop's page hands to wx.requestPayment. */
export interface PaySign {
  timeStamp: string;
  nonceStr: string;
  package: string;
  signType: string;
  paySign: string;
}

/**
 * Whether WeChat's app would accept these parameters for this order: the package names one of its prepay ids, the
 * sign type is the order's, and the signature is right (v2: the order's algorithm; v3: RSA over four lines).
 */
export function paySignFits(given: PaySign, order: Order, merchant: Merchant): boolean {
  if (!/^\d{10}$/.test(given.timeStamp)) return false;
  if (!order.prepays.some(({ prepayId }) => given.package === `prepay_id=${prepayId}`)) return false;
  const { appId, v2Key } = merchant.credentials;
  if (order.api === 'v3') {
    const lines = linesToSign(appId, given.timeStamp, given.nonceStr, given.package);
    return given.signType === 'RSA' && v3SignatureFits(lines, given.paySign, merchant.publicKey);
  }
  if (given.signType !== order.signType) return false;
  const { paySign, ...signed } = given;
  return v2SignatureFits({ appId, ...signed, sign: paySign }, v2Key, order.signType);
}

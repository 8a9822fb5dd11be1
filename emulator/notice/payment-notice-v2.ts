import type { Merchant } from '../merchant/merchant.ts';
import type { Order } from '../order/order.ts';
import { randomText } from '../random-text.ts';
import { signV2 } from '../signature/v2-signature.ts';
import { paidFields } from '../v2/paid-fields.ts';
import { writeXml } from '../xml/write-xml.ts';

/** The XML that tells of a payment. Signed with the order's algorithm and without sign_type, as WeChat does. */
export function paymentNoticeV2(merchant: Merchant, order: Order): string {
  const { appId, mchId, v2Key } = merchant.credentials;
  const fields: Record<string, string | number> = {
    appid: appId,
    ...(order.attach === '' ? {} : { attach: order.attach }),
    ...(order.deviceInfo === '' ? {} : { device_info: order.deviceInfo }),
    fee_type: order.currency,
    mch_id: mchId,
    nonce_str: randomText(32),
    out_trade_no: order.outTradeNo,
    result_code: 'SUCCESS',
    return_code: 'SUCCESS',
    total_fee: order.totalFen,
    ...paidFields(order),
  };
  const texts = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
  return writeXml({ ...fields, sign: signV2(texts, v2Key, order.signType) });
}

import type { Shop } from '../platform/shop.ts';
import type { PrepayRequest, PrepayResult } from '../wechat/pay/payment-gateway.ts';
import { gateway } from './gateway.ts';
import { type PaymentDoc, payments } from './payment-model.ts';

/** prepay_id and code_url live two hours; asked for anew a little earlier. */
const preparedForMs = 110 * 60 * 1000;

function isFresh(shop: Shop, payment: PaymentDoc): boolean {
  if (!payment.preparedAt || !(payment.prepayId ?? payment.codeUrl)) return false;
  return shop.clock.now().getTime() - payment.preparedAt.getTime() < preparedForMs;
}

/** Always the stored parameters: WeChat takes the same number with the same parameters as a repeat. */
function requestOf(payment: PaymentDoc): PrepayRequest {
  const { _id, tradeType, description, amountFen, openid, orderNo, payerIp, expiresAt, notifyUrl } = payment;
  return {
    outTradeNo: _id,
    tradeType,
    description,
    amountFen,
    payerIp,
    expiresAt,
    notifyUrl,
    productId: orderNo,
    ...(tradeType === 'JSAPI' && openid ? { openid } : {}),
  };
}

/**
 * Makes an attempt payable: gets its prepay_id or code_url, or keeps the one that still lives.
 * @throws when WeChat's answer is not known; the same call may be made again
 */
export async function preparePayment(shop: Shop, payment: PaymentDoc): Promise<PrepayResult> {
  if (isFresh(shop, payment)) {
    if (payment.prepayId) return { ok: true, tradeType: 'JSAPI', prepayId: payment.prepayId };
    if (payment.codeUrl) return { ok: true, tradeType: 'NATIVE', codeUrl: payment.codeUrl };
  }
  const prepared = await gateway(shop).prepay(requestOf(payment));
  if (!prepared.ok) return prepared;
  const given =
    prepared.tradeType === 'JSAPI' ? { prepayId: prepared.prepayId } : { codeUrl: prepared.codeUrl };
  await payments(shop).updateOne(
    { _id: payment._id, state: 'pending' },
    { $set: { ...given, preparedAt: shop.clock.now() } },
  );
  return prepared;
}

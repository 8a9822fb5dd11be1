import type { Shop } from '../platform/shop.ts';
import type { PrepayRequest, PrepayResult } from '../wechat/pay/payment-gateway.ts';
import { gatewayOf } from './gateway.ts';
import { type PaymentDoc, payments } from './payment-model.ts';

/** prepay_id and code_url live two hours; asked for anew a little earlier. */
const preparedForMs = 110 * 60 * 1000;

function keptCode(shop: Shop, { preparedAt, prepayId, codeUrl }: PaymentDoc): PrepayResult | null {
  if (!preparedAt || shop.clock.now().getTime() - preparedAt.getTime() >= preparedForMs) return null;
  if (prepayId) return { ok: true, tradeType: 'JSAPI', prepayId };
  return codeUrl ? { ok: true, tradeType: 'NATIVE', codeUrl } : null;
}

/**
 * The shopper has the code in hand (again): it is asked about soon, as if the attempt had just begun. A
 * schedule that ended (a person decides) stays ended, since null is less than any time.
 */
function restartQueries(shop: Shop) {
  const soon = shop.clock.now().getTime() + shop.config.PAYMENT_QUERY_INTERVAL_SECONDS * 1000;
  return { $min: { nextQueryAt: new Date(soon) }, $set: { queries: 0 } };
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
  const open = { _id: payment._id, state: 'pending' } as const;
  const kept = keptCode(shop, payment);
  const again = restartQueries(shop);
  if (kept) {
    await payments(shop).updateOne(open, again);
    return kept;
  }
  const prepared = await gatewayOf(shop, payment.api, 'shopper').prepay(requestOf(payment));
  if (!prepared.ok) return prepared;
  const given =
    prepared.tradeType === 'JSAPI' ? { prepayId: prepared.prepayId } : { codeUrl: prepared.codeUrl };
  await payments(shop).updateOne(open, {
    ...again,
    $set: { ...again.$set, ...given, preparedAt: shop.clock.now() },
  });
  return prepared;
}

import { fingerprintOf } from '../order/fingerprint-of.ts';
import type { OrderRequest, TradeType } from '../order/order.ts';
import { placeOrder, type PlaceRefusal } from '../order/place-order.ts';
import { merchantRefusal } from './merchant-refusal.ts';
import { orderBody } from './order-body.ts';
import type { V3Call } from './v3-call.ts';
import { paramError, refuse, refuseBody, type V3Outcome } from './v3-outcome.ts';

const refusals: Readonly<Record<PlaceRefusal, V3Outcome>> = {
  ORDER_PAID: refuse(400, 'ORDERPAID', '该订单已支付', 268449538),
  ORDER_CLOSED: refuse(400, 'ORDER_CLOSED', '该订单已关闭', 268447914),
  NUMBER_USED: refuse(403, 'OUT_TRADE_NO_USED', '商户订单号重复', 268498688),
  REENTRY_MISMATCH: refuse(400, 'INVALID_REQUEST', '请求重入时，参数与首次请求时不一致', 268498688),
  EXPIRY_PASSED: paramError('time_expire须晚于当前时间', '/time_expire', 'body'),
};

function placeTransaction(tradeType: TradeType): V3Call {
  return {
    method: 'post',
    path: `/v3/pay/transactions/${tradeType.toLowerCase()}`,
    faultPoint: 'unifiedorder',
    outTradeNo: ({ body }) => String(Reflect.get(Object(body), 'out_trade_no')),
    run(world, { body }) {
      const parsed = orderBody[tradeType].safeParse(body);
      if (!parsed.success) return refuseBody(parsed.error, body);
      const stranger = merchantRefusal(world, parsed.data.mchid, 'body');
      if (stranger !== undefined) return stranger;
      if (parsed.data.appid !== world.merchant.credentials.appId) {
        return refuse(400, 'APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配，请检查后再试', 268445527);
      }
      const placed = placeOrder(world, orderRequest(parsed.data, tradeType));
      if (!placed.ok) return refusals[placed.code];
      const { prepayId, codeUrl } = placed.prepay;
      return {
        ok: true,
        status: 200,
        body: tradeType === 'NATIVE' ? { code_url: codeUrl } : { prepay_id: prepayId },
      };
    },
  };
}

function orderRequest(
  body: ReturnType<(typeof orderBody)[TradeType]['parse']>,
  tradeType: TradeType,
): OrderRequest {
  const payer = body.payer;
  return {
    api: 'v3',
    outTradeNo: body.out_trade_no,
    tradeType,
    description: body.description,
    attach: body.attach ?? '',
    deviceInfo: body.scene_info?.device_id ?? '',
    totalFen: body.amount.total,
    currency: body.amount.currency ?? 'CNY',
    openid: payer !== undefined && 'openid' in payer ? payer.openid : null,
    notifyUrl: body.notify_url,
    signType: 'MD5',
    expiresAt: body.time_expire === undefined ? undefined : Date.parse(body.time_expire),
    fingerprint: fingerprintOf(['v3', tradeType, body]),
  };
}

/** `POST /v3/pay/transactions/jsapi` → `{prepay_id}` */
export const placeJsapi = placeTransaction('JSAPI');
/** `POST /v3/pay/transactions/native` → `{code_url}` */
export const placeNative = placeTransaction('NATIVE');

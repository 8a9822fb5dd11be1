import { isIP } from 'node:net';
import { z } from 'zod';
import { beijingTime } from '../beijing-time.ts';
import { MAX_TOTAL_FEN, notifyUrl, openid, outTradeNo, textUpTo } from '../order/field-rules.ts';
import { fingerprintOf } from '../order/fingerprint-of.ts';
import type { OrderRequest, TradeType } from '../order/order.ts';
import { placeOrder, type PlaceRefusal } from '../order/place-order.ts';
import type { SignType, V2Fields } from '../signature/v2-signature.ts';
import type { V2Call } from './v2-call.ts';
import { refuse, refuseFields, type V2Outcome } from './v2-outcome.ts';

const compactTime = z
  .string()
  .refine((text) => beijingTime.parseCompact(text) !== undefined, '时间格式须为yyyyMMddHHmmss');

const unifiedOrderFields = z.looseObject({
  nonce_str: textUpTo(32),
  device_info: textUpTo(32).default(''),
  body: textUpTo(128),
  detail: textUpTo(6000).optional(),
  attach: textUpTo(127).default(''),
  out_trade_no: outTradeNo.v2,
  fee_type: z.literal('CNY', 'fee_type只支持CNY').default('CNY'),
  total_fee: z
    .string()
    .refine(
      (text) => /^[1-9]\d{0,11}$/.test(text) && Number(text) <= MAX_TOTAL_FEN,
      'total_fee须为大于0的整数，单位为分',
    ),
  spbill_create_ip: textUpTo(64).refine((text) => isIP(text) !== 0, 'spbill_create_ip格式错误'),
  time_start: compactTime.optional(),
  time_expire: compactTime.optional(),
  goods_tag: textUpTo(32).optional(),
  notify_url: notifyUrl(256),
  trade_type: z.enum(['JSAPI', 'NATIVE', 'APP', 'MWEB'], 'trade_type有误'),
  product_id: textUpTo(32).optional(),
  limit_pay: textUpTo(32).optional(),
  openid: openid.optional(),
  receipt: z.enum(['Y', 'N']).optional(),
  scene_info: textUpTo(256).optional(),
});

type UnifiedOrderFields = z.infer<typeof unifiedOrderFields>;

/** These speak of the request, not of the order, and may differ when it is repeated. */
const OF_THE_REQUEST = new Set(['nonce_str', 'sign', 'sign_type', 'version']);

const refusals: Readonly<Record<PlaceRefusal, V2Outcome>> = {
  ORDER_PAID: refuse('ORDERPAID', '该订单已支付'),
  ORDER_CLOSED: refuse('ORDERCLOSED', '该订单已关闭'),
  NUMBER_USED: refuse('OUT_TRADE_NO_USED', '商户订单号重复'),
  REENTRY_MISMATCH: refuse('INVALID_REQUEST', '请求重入时，参数与首次请求时不一致'),
  EXPIRY_PASSED: refuse('PARAM_ERROR', 'time_expire时间过短，须晚于当前时间'),
};

/** `POST /pay/unifiedorder`, JSAPI and NATIVE. */
export const unifiedOrder: V2Call = {
  path: '/pay/unifiedorder',
  faultPoint: 'unifiedorder',
  run(world, fields, signType) {
    const parsed = unifiedOrderFields.safeParse(fields);
    if (!parsed.success) return refuseFields(parsed.error, fields);
    const tradeType = parsed.data.trade_type;
    if (tradeType !== 'JSAPI' && tradeType !== 'NATIVE')
      return refuse('NOAUTH', `商户未开通${tradeType}支付`);
    if (tradeType === 'JSAPI' && parsed.data.openid === undefined)
      return refuse('LACK_PARAMS', '缺少参数openid');
    if (tradeType === 'NATIVE' && parsed.data.product_id === undefined) {
      return refuse('LACK_PARAMS', '缺少参数product_id');
    }
    const placed = placeOrder(world, orderRequest(parsed.data, fields, tradeType, signType));
    if (!placed.ok) return refusals[placed.code];
    const { prepayId, codeUrl } = placed.prepay;
    return {
      ok: true,
      fields: {
        trade_type: tradeType,
        prepay_id: prepayId,
        ...(codeUrl === null ? {} : { code_url: codeUrl }),
      },
    };
  },
};

function orderRequest(
  data: UnifiedOrderFields,
  fields: V2Fields,
  tradeType: TradeType,
  signType: SignType,
): OrderRequest {
  const lasting = Object.entries(fields).filter(([name]) => !OF_THE_REQUEST.has(name));
  return {
    api: 'v2',
    outTradeNo: data.out_trade_no,
    tradeType,
    description: data.body,
    attach: data.attach,
    deviceInfo: data.device_info,
    totalFen: Number(data.total_fee),
    currency: data.fee_type,
    openid: tradeType === 'JSAPI' ? (data.openid ?? null) : null,
    notifyUrl: data.notify_url,
    signType,
    expiresAt: data.time_expire === undefined ? undefined : beijingTime.parseCompact(data.time_expire),
    fingerprint: fingerprintOf(['v2', Object.fromEntries(lasting)]),
  };
}

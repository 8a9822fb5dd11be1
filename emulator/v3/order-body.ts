import { z } from 'zod';
import { MAX_TOTAL_FEN, notifyUrl, openid, outTradeNo, textUpTo } from '../order/field-rules.ts';

const fen = z.number().int().min(0).max(MAX_TOTAL_FEN);

const identity = z.strictObject({
  type: z.enum([
    'IDCARD',
    'HONGKONG_MACAO',
    'HONGKONG_MACAO_RESIDENT',
    'TAIWAN_RESIDENT',
    'FOREIGN_RESIDENT',
    'OVERSEA_PASSPORT',
    'PHONE_NUMBER',
  ]),
  number: z.string(),
  name: z.string(),
});

const detail = z.strictObject({
  cost_price: fen.optional(),
  invoice_id: textUpTo(32).optional(),
  goods_detail: z
    .array(
      z.strictObject({
        merchant_goods_id: textUpTo(32),
        wechatpay_goods_id: textUpTo(32).optional(),
        goods_name: textUpTo(256).optional(),
        quantity: z.number().int().min(1),
        unit_price: fen,
      }),
    )
    .optional(),
});

const sceneInfo = z.strictObject({
  payer_client_ip: textUpTo(45).optional(),
  device_id: textUpTo(32).optional(),
  store_info: z
    .strictObject({
      id: textUpTo(32).optional(),
      name: textUpTo(256),
      area_code: textUpTo(32),
      address: textUpTo(512),
    })
    .optional(),
});

const shared = {
  appid: textUpTo(32),
  mchid: textUpTo(32),
  description: textUpTo(127),
  attach: textUpTo(128).optional(),
  out_trade_no: outTradeNo.v3,
  amount: z.strictObject({
    total: fen.min(1, '金额须不小于1分'),
    currency: z.literal('CNY', '只支持CNY').optional(),
  }),
  time_expire: z.iso.datetime({ offset: true, error: '须为RFC 3339时间' }).optional(),
  notify_url: notifyUrl(256),
  goods_tag: textUpTo(32).optional(),
  limit_pay: z.array(textUpTo(32)).optional(),
  support_fapiao: z.boolean().optional(),
  detail: detail.optional(),
  scene_info: sceneInfo.optional(),
  settle_info: z.strictObject({ profit_sharing: z.boolean().optional() }).optional(),
};

/** What v3 takes for an order; a field that is not here is refused, as WeChat does. */
export const orderBody = {
  JSAPI: z.strictObject({ ...shared, payer: z.strictObject({ openid, identity: identity.optional() }) }),
  NATIVE: z.strictObject({ ...shared, payer: z.strictObject({ identity: identity.optional() }).optional() }),
};

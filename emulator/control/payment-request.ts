import { z } from 'zod';
import { openid } from '../order/field-rules.ts';
import type { PayRequest } from '../order/pay-order.ts';

const name = z.string().min(1).max(256);

const paySign = z.strictObject({
  timeStamp: name,
  nonceStr: name,
  package: name,
  signType: name,
  paySign: z.string().min(1).max(1024),
});

const payBody = z
  .strictObject({
    codeUrl: name.optional(),
    prepayId: name.optional(),
    outTradeNo: name.optional(),
    openid,
    outcome: z.enum(['success', 'fail', 'cancel']).default('success'),
    /** What the page gives to wx.requestPayment, either as one object or spread out beside the rest. */
    paySign: z.union([paySign, paySign.shape.paySign]).optional(),
    timeStamp: paySign.shape.timeStamp.optional(),
    nonceStr: paySign.shape.nonceStr.optional(),
    package: paySign.shape.package.optional(),
    signType: paySign.shape.signType.optional(),
  })
  .transform((body, check): PayRequest => {
    const { timeStamp, nonceStr, package: packageText, signType } = body;
    const spread = { timeStamp, nonceStr, package: packageText, signType, paySign: body.paySign };
    const isSpread = Object.values(spread).some((value) => typeof value === 'string');
    const given = isSpread ? spread : body.paySign;
    const signed = given === undefined ? undefined : paySign.safeParse(given);
    const prepayId = signed?.success === true ? /^prepay_id=(.+)$/.exec(signed.data.package)?.[1] : undefined;

    const named = [
      ...(body.codeUrl === undefined ? [] : [{ codeUrl: body.codeUrl }]),
      ...(body.prepayId === undefined ? [] : [{ prepayId: body.prepayId }]),
      ...(body.outTradeNo === undefined ? [] : [{ outTradeNo: body.outTradeNo }]),
    ];
    if (named.length === 0 && prepayId !== undefined) named.push({ prepayId });
    const by = named[0];
    if (signed?.success === false)
      check.addIssue('timeStamp, nonceStr, package, signType, paySign须同时给出');
    if (by === undefined || named.length > 1) check.addIssue('codeUrl, prepayId, outTradeNo须且只须给出一个');
    if (by === undefined || signed?.success === false) return z.NEVER;
    return { by, openid: body.openid, outcome: body.outcome, paySign: signed?.data };
  });

/** Body of `POST /emulator/payments`. */
export const paymentRequest = payBody;

import { payOrder, type PayRefusal } from '../order/pay-order.ts';
import { malformedBody, type ControlAnswer, type ControlRoute } from './control-route.ts';
import { newestFirst } from './newest-first.ts';
import { paymentRequest } from './payment-request.ts';
import { presentPayment } from './present-payment.ts';

const unknown: ControlAnswer = { status: 404, code: 'ORDER_UNKNOWN', message: '没有这笔订单' };
const conflict = (code: PayRefusal, message: string): ControlAnswer => ({ status: 409, code, message });

const refusals: Readonly<Record<PayRefusal, ControlAnswer>> = {
  ORDER_UNKNOWN: unknown,
  ORDER_PAID: conflict('ORDER_PAID', '订单已支付，请勿重复支付'),
  ORDER_CLOSED: conflict('ORDER_CLOSED', '订单已关闭或已过期'),
  ORDER_FAILED: conflict('ORDER_FAILED', '订单支付失败，须重新下单'),
  PREPAY_EXPIRED: conflict('PREPAY_EXPIRED', '支付会话或二维码已过期，请商户重新下单'),
  OPENID_MISMATCH: conflict('OPENID_MISMATCH', '下单账号与支付账号不一致'),
  PAY_SIGN_ERROR: { status: 400, code: 'PAY_SIGN_ERROR', message: '支付验证签名失败' },
};

/** The shopper pays, and what WeChat knows of it. */
export const paymentsControl: ControlRoute[] = [
  {
    method: 'post',
    path: '/emulator/payments',
    run(world, _ctx, body) {
      const parsed = paymentRequest.safeParse(body);
      if (!parsed.success) return malformedBody(parsed.error);
      const paid = payOrder(world, parsed.data);
      if (!paid.ok) return refusals[paid.code];
      const { outTradeNo, tradeState, transactionId } = paid.order;
      return { status: 200, body: { outTradeNo, tradeState, transactionId } };
    },
  },
  {
    method: 'get',
    path: '/emulator/payments',
    run: (world, ctx) =>
      newestFirst(
        world.orders.all(),
        new URLSearchParams(ctx.querystring),
        (order) => order.outTradeNo,
        presentPayment,
      ),
  },
  {
    method: 'get',
    path: '/emulator/payments/:outTradeNo',
    run(world, ctx) {
      const order = world.orders.byNumber(String(Reflect.get(ctx['params'], 'outTradeNo')));
      return order === undefined ? unknown : { status: 200, body: presentPayment(order) };
    },
  },
  {
    method: 'get',
    path: '/emulator/refunds',
    run: () => ({ status: 200, body: { items: [], nextCursor: null, total: 0 } }),
  },
];

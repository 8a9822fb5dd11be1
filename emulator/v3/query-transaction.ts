import type { Order } from '../order/order.ts';
import type { World } from '../world.ts';
import { merchantRefusal } from './merchant-refusal.ts';
import { presentTransaction } from './present-transaction.ts';
import type { V3Call, V3Request } from './v3-call.ts';
import { refuse, type V3Outcome } from './v3-outcome.ts';

function answer(world: World, { query }: V3Request, order: Order | undefined): V3Outcome {
  const stranger = merchantRefusal(world, query.get('mchid'), 'query');
  if (stranger !== undefined) return stranger;
  if (order === undefined) return refuse(404, 'ORDER_NOT_EXIST', '订单不存在', 268512771);
  return { ok: true, status: 200, body: presentTransaction(world.merchant, order) };
}

/** `GET …/out-trade-no/{out_trade_no}?mchid=`: the only one that finds unpaid orders. */
export const queryByNumber: V3Call = {
  method: 'get',
  path: '/v3/pay/transactions/out-trade-no/:outTradeNo',
  faultPoint: 'orderquery',
  outTradeNo: ({ params }) => params['outTradeNo'],
  run: (world, request) => answer(world, request, world.orders.byNumber(request.params['outTradeNo'] ?? '')),
};

/** `GET …/id/{transaction_id}?mchid=` */
export const queryByTransaction: V3Call = {
  method: 'get',
  path: '/v3/pay/transactions/id/:transactionId',
  faultPoint: 'orderquery',
  outTradeNo: () => undefined,
  run: (world, request) =>
    answer(world, request, world.orders.byTransaction(request.params['transactionId'] ?? '')),
};

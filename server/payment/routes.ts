import * as contract from '../../contract/order.ts';
import { presentOrder } from '../order/present-order.ts';
import { bind, type Binding } from '../platform/http/call.ts';
import { cancelOrder } from './cancel-order.ts';
import { payOrder } from './pay-order.ts';
import { paymentOfOrder } from './payment-of-order.ts';

export const paymentRoutes: readonly Binding[] = [
  bind(contract.payOrder, ({ shop, caller, params, body, ip }) =>
    payOrder(shop, caller.memberId, params.orderNo, body.tradeType, ip),
  ),
  bind(contract.getPayment, ({ shop, caller, params }) =>
    paymentOfOrder(shop, caller.memberId, params.orderNo),
  ),
  bind(contract.cancelOrder, async ({ shop, caller, params, body }) => {
    const outcome = await cancelOrder(shop, caller.memberId, params.orderNo, body.reason);
    return outcome.ok ? { ...outcome, value: presentOrder(outcome.value) } : outcome;
  }),
];

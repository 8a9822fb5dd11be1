import * as contract from '../../contract/order.ts';
import { presentOrder } from '../order/present-order.ts';
import { bind, type Binding } from '../platform/http/call.ts';
import { rateLimit } from '../platform/http/rate-limit.ts';
import { cancelOrder } from './cancel-order.ts';
import { payOrder } from './pay-order.ts';
import { paymentOfOrder } from './payment-of-order.ts';

const perMember = rateLimit('payments-member', (shop) => shop.config.LIMIT_PAYMENTS_PER_MEMBER);

export const paymentRoutes: readonly Binding[] = [
  bind(contract.payOrder, async ({ shop, caller, params, body, ip }) => {
    const limited = await perMember(shop, caller.memberId);
    return limited ?? payOrder(shop, caller.memberId, params.orderNo, body.tradeType, ip);
  }),
  bind(contract.getPayment, ({ shop, caller, params }) =>
    paymentOfOrder(shop, caller.memberId, params.orderNo),
  ),
  bind(contract.cancelOrder, async ({ shop, caller, params, body }) => {
    const limited = await perMember(shop, caller.memberId);
    if (limited) return limited;
    const outcome = await cancelOrder(shop, caller.memberId, params.orderNo, body.reason);
    return outcome.ok ? { ...outcome, value: presentOrder(outcome.value) } : outcome;
  }),
];

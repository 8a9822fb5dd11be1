import * as contract from '../../contract/order.ts';
import { bind, type Binding } from '../platform/http/call.ts';
import { rateLimit } from '../platform/http/rate-limit.ts';
import { done, fail } from '../platform/outcome.ts';
import { findOrder, listOrders } from './find-orders.ts';
import { placeOrder } from './place-order.ts';
import { presentOrder } from './present-order.ts';
import { quoteOrder } from './quote.ts';

const perAddress = rateLimit('orders-address', (shop) => shop.config.LIMIT_ORDERS_PER_ADDRESS);
const perMember = rateLimit('orders-member', (shop) => shop.config.LIMIT_ORDERS_PER_MEMBER);

export const orderRoutes: readonly Binding[] = [
  bind(contract.getQuote, ({ shop, caller, body }) => quoteOrder(shop, caller.memberId, body)),
  bind(contract.placeOrder, async ({ shop, caller, ip, headers, body }) => {
    const { memberId } = caller;
    const limited = (await perAddress(shop, ip)) ?? (await perMember(shop, memberId));
    if (limited) return limited;
    const idempotencyKey = headers['idempotency-key'];
    const outcome = await placeOrder(shop, { memberId, idempotencyKey, input: body });
    return outcome.ok ? { ...outcome, value: presentOrder(outcome.value) } : outcome;
  }),
  bind(contract.listOrders, async ({ shop, caller, query }) => {
    const page = await listOrders(shop, caller.memberId, query);
    return page.ok ? done({ ...page.value, items: page.value.items.map(presentOrder) }) : page;
  }),
  bind(contract.getOrder, async ({ shop, caller, params }) => {
    const order = await findOrder(shop, caller.memberId, params.orderNo);
    return order ? done(presentOrder(order)) : fail('NOT_FOUND');
  }),
];

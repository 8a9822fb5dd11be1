import { beijingTime } from '../beijing-time.ts';
import { randomText } from '../random-text.ts';
import type { World } from '../world.ts';
import type { Order, OrderRequest, Prepay } from './order.ts';

const DEFAULT_LIFE_MS = 7 * 86_400_000;
const PREPAY_LIFE_MS = 2 * 3_600_000;
const PREPAYS_KEPT = 20;

export type PlaceRefusal =
  'ORDER_PAID' | 'ORDER_CLOSED' | 'NUMBER_USED' | 'REENTRY_MISMATCH' | 'EXPIRY_PASSED';
export type PlaceOutcome = { ok: true; prepay: Prepay } | { ok: false; code: PlaceRefusal };

/**
 * Takes an order, or, for a number already known, gives a fresh prepay id where every parameter is the same.
 * Source of the rule: unifiedorder, "请求重入时，参数与首次请求时不一致".
 */
export function placeOrder(world: World, request: OrderRequest): PlaceOutcome {
  const now = world.clock.now();
  const known = world.orders.byNumber(request.outTradeNo);
  const refusal = known === undefined ? newOrderRefusal(request, now) : reentryRefusal(known, request);
  if (refusal !== undefined) return { ok: false, code: refusal };

  const order = known ?? newOrder(request, now);
  const prepay = newPrepay(order, now);
  order.prepays = [...order.prepays, prepay].slice(-PREPAYS_KEPT);
  world.orders.put(order);
  world.changed();
  return { ok: true, prepay };
}

function newOrderRefusal(request: OrderRequest, now: number): PlaceRefusal | undefined {
  return request.expiresAt !== undefined && request.expiresAt <= now ? 'EXPIRY_PASSED' : undefined;
}

function reentryRefusal(known: Order, request: OrderRequest): PlaceRefusal | undefined {
  if (known.tradeState === 'SUCCESS') return 'ORDER_PAID';
  if (known.tradeState === 'CLOSED') return 'ORDER_CLOSED';
  if (known.fingerprint !== request.fingerprint) return 'REENTRY_MISMATCH';
  return known.tradeState === 'PAYERROR' ? 'NUMBER_USED' : undefined;
}

function newOrder(request: OrderRequest, now: number): Order {
  return {
    ...request,
    tradeState: 'NOTPAY',
    createdAt: now,
    expiresAt: request.expiresAt ?? now + DEFAULT_LIFE_MS,
    closedAt: null,
    paidAt: null,
    transactionId: null,
    payerOpenid: null,
    bankType: null,
    prepays: [],
  };
}

function newPrepay(order: Order, now: number): Prepay {
  return {
    prepayId: `wx${beijingTime.compact(now)}${randomText(20, 'hex')}`,
    codeUrl:
      order.tradeType === 'NATIVE'
        ? `weixin://wxpay/bizpayurl${order.api === 'v3' ? '/up' : ''}?pr=${randomText(12)}`
        : null,
    expiresAt: now + PREPAY_LIFE_MS,
  };
}

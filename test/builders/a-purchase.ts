import type { TestShop } from '../setup/start-test-shop.ts';
import { aProduct, type ProductWish } from './a-product.ts';
import { aShopper, type Shopper } from './a-shopper.ts';
import type { ApiAnswer } from './call-api.ts';

type TradeType = 'JSAPI' | 'NATIVE';

export interface StartedPayment {
  paymentNo: string;
  /** What the shopper's phone hands to WeChat. */
  payWith: Record<string, unknown>;
}

export interface Purchase {
  shopper: Shopper;
  skuId: string;
  orderNo: string;
  /** `/api/orders/<orderNo>` */
  path: string;
  payableFen: number;
}

/** A new shopper's unpaid order of a new product. */
export async function anUnpaidOrder(
  at: TestShop,
  wish: ProductWish & { quantity?: number } = {},
): Promise<Purchase> {
  const { quantity = 1, ...product } = wish;
  const [{ skuId }, shopper] = await Promise.all([aProduct(at.shop, product), aShopper(at)]);
  const placed = await shopper.order([{ skuId, quantity }]);
  if (placed.status !== 201) throw new Error(`Order: ${placed.text}`);
  const orderNo = String(placed.json['orderNo']);
  const { payableFen } = placed.json['amounts'] as { payableFen: number };
  return { shopper, skuId, orderNo, path: `/api/orders/${orderNo}`, payableFen };
}

export function askToPay({ shopper, path }: Purchase, tradeType: TradeType = 'JSAPI'): Promise<ApiAnswer> {
  return shopper.call('POST', `${path}/payments`, { body: { tradeType } });
}

export function paymentOf(answer: ApiAnswer): StartedPayment {
  if (answer.status !== 201) throw new Error(`Payment: ${answer.text}`);
  const { paymentNo, jsapi, codeUrl } = answer.json;
  return {
    paymentNo: String(paymentNo),
    payWith: typeof jsapi === 'object' && jsapi !== null ? { ...jsapi } : { codeUrl },
  };
}

/** The shop asks WeChat for a payment; the shopper has not paid yet. */
export async function startPayment(purchase: Purchase, tradeType?: TradeType): Promise<StartedPayment> {
  return paymentOf(await askToPay(purchase, tradeType));
}

/** The shopper pays at WeChat (or fails to, or turns away). */
export function payAtWechat(
  at: TestShop,
  { shopper }: Purchase,
  { payWith }: StartedPayment,
  outcome: 'success' | 'fail' | 'cancel' = 'success',
): Promise<ApiAnswer> {
  return at.control('POST', '/emulator/payments', { ...payWith, openid: shopper.openid, outcome });
}

export async function stateOf({ shopper, path }: Purchase): Promise<unknown> {
  return (await shopper.call('GET', path)).json['state'];
}

export function cancel({ shopper, path }: Purchase, reason = '不想要了'): Promise<ApiAnswer> {
  return shopper.call('POST', `${path}/cancel`, { body: { reason } });
}

/** WeChat keeps silent about payments from now on. */
export async function dropNotices(at: TestShop): Promise<void> {
  await faults(at, [{ on: 'notify', action: 'drop' }]);
}

/** Replaces WeChat's faults; none: WeChat is well. */
export async function faults(at: TestShop, rules: readonly Record<string, unknown>[] = []): Promise<void> {
  const put = await at.control('PUT', '/emulator/faults', { rules });
  if (put.status !== 200) throw new Error(`Faults: ${put.text}`);
}

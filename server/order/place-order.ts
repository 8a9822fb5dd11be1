import { createHash } from 'node:crypto';
import { loadAddress } from '../address/load-address.ts';
import { removeOrderedLines } from '../cart/remove-ordered-lines.ts';
import { loadSellables } from '../catalog/load-skus.ts';
import { loadMember } from '../member/load-member.ts';
import { done, fail, type Failure, type Outcome } from '../platform/outcome.ts';
import type { Shop } from '../platform/shop.ts';
import { stockWriter } from '../stock/stock-writer.ts';
import { buildOrder } from './build-order.ts';
import { loadByKey } from './load-by-key.ts';
import type { PlaceOrderInput } from './order-input.ts';
import { type PricedLines, priceLines } from './order-lines.ts';
import type { OrderDoc } from './order-model.ts';
import { placement, type Placement, type PlacementResult } from './placement.ts';
import { refuseUnoffered } from './promises.ts';
import { presentQuote } from './quote.ts';
import { enterUnpaidGate } from './unpaid-gate.ts';
import { type Wanted, wantedLines } from './wanted-lines.ts';

export interface PlaceOrderRequest {
  memberId: string;
  idempotencyKey: string;
  input: PlaceOrderInput;
}

function repeated(order: OrderDoc, requestHash: string): Outcome<OrderDoc> {
  return order.requestHash === requestHash ? done(order, 200) : fail('IDEMPOTENCY_KEY_REUSED');
}

/** Why these goods may not be ordered as asked, or null. */
function refuseGoods(goods: PricedLines, input: PlaceOrderInput): Failure | null {
  const [problem] = goods.problems;
  if (problem) {
    const code = problem.code === 'LIMIT_PER_ORDER' ? 'LIMIT_PER_ORDER' : 'PRODUCT_UNAVAILABLE';
    return fail(code, { detail: problem.message, extra: { lines: goods.problems } });
  }
  const expected = input.expectedPayableFen;
  if (expected !== undefined && expected !== goods.priced.amounts.payableFen) {
    return fail('QUOTE_CHANGED', { extra: { quote: presentQuote(goods) } });
  }
  return null;
}

/** Everything that is read before the stock writer is asked; each read is shared by all placements at hand. */
async function prepare(
  shop: Shop,
  request: PlaceOrderRequest,
  requestHash: string,
): Promise<Outcome<Placement>> {
  const { memberId, idempotencyKey, input } = request;
  const refused = refuseUnoffered(input);
  if (refused) return refused;
  if (!input.addressId) return fail('ADDRESS_REQUIRED');
  const [goods, address, member] = await Promise.all([
    wantedGoods(shop, memberId, input),
    loadAddress(shop, memberId, input.addressId),
    loadMember(shop, memberId),
  ]);
  if (!goods.ok) return goods;
  if (!address) return fail('NOT_FOUND', { detail: '收货地址不存在，请重新选择' });
  if (!member) return fail('NOT_SIGNED_IN');
  const { priced, cartLines } = goods.value;
  const unfit = refuseGoods(priced, input);
  if (unfit) return unfit;
  const order = buildOrder(shop, { member, address, goods: priced, input, idempotencyKey, requestHash });
  return done({ order, cartLines });
}

async function wantedGoods(
  shop: Shop,
  memberId: string,
  input: PlaceOrderInput,
): Promise<Outcome<{ priced: PricedLines; cartLines: Wanted['cartLines'] }>> {
  const wanted = await wantedLines(shop, memberId, input);
  if (!wanted.ok) return wanted;
  const { lines, cartLines } = wanted.value;
  const skuIds = lines.map((line) => line.skuId);
  const priced = priceLines(lines, await loadSellables(shop, skuIds));
  return priced.ok ? done({ priced: priced.value, cartLines }) : priced;
}

/** What the order's key made before comes first: what a repeat would meet today does not matter to it. */
async function unlessKnown(
  shop: Shop,
  { memberId, idempotencyKey }: PlaceOrderRequest,
  requestHash: string,
  refusal: Failure,
): Promise<Outcome<OrderDoc>> {
  const before = await loadByKey(shop, memberId, idempotencyKey);
  return before ? repeated(before, requestHash) : refusal;
}

interface Submitted {
  result: PlacementResult;
  cartLines: Placement['cartLines'];
}

/** Prepares and hands in; the writer knows meanwhile that one more is on the way. */
async function submit(
  shop: Shop,
  request: PlaceOrderRequest,
  requestHash: string,
  before: Promise<OrderDoc | null>,
): Promise<Outcome<Submitted>> {
  const writer = stockWriter(shop);
  const arrived = writer.expect();
  const gate = enterUnpaidGate(shop, request.memberId);
  try {
    const [known, prepared] = await Promise.all([before, prepare(shop, request, requestHash)]);
    if (known) return done({ result: { kind: 'known', order: known }, cartLines: [] });
    if (!prepared.ok) return prepared;
    const { cartLines } = prepared.value;
    const answered = await gate.pass(() => {
      const answer = writer.submit(placement, prepared.value);
      arrived();
      return answer;
    });
    return answered.ok ? done({ result: answered.value, cartLines }) : answered;
  } finally {
    arrived();
    gate.leave();
  }
}

/**
 * Places an order: prices by the catalogue as it is now, takes the stock of every SKU or of none, snapshots
 * goods, shopper and receiver, and clears the cart lines it came from. One order per idempotency key, however
 * often and in parallel it is asked for.
 * @returns the order (status 200 for a repeat), or why not; a refusal changes nothing
 */
export async function placeOrder(shop: Shop, request: PlaceOrderRequest): Promise<Outcome<OrderDoc>> {
  const { memberId, idempotencyKey, input } = request;
  const requestHash = createHash('sha256').update(JSON.stringify(input)).digest('base64url');
  const before = loadByKey(shop, memberId, idempotencyKey);
  // Side by side, for nearly every key is new; a key that is known is answered before anything is handed in.
  const submitted = await submit(shop, request, requestHash, before);
  if (!submitted.ok) return unlessKnown(shop, request, requestHash, submitted);
  const { result, cartLines } = submitted.value;
  if (result.kind === 'known') return repeated(result.order, requestHash);
  if (result.kind === 'short') {
    const refusal = fail('STOCK_NOT_ENOUGH', { extra: { lines: result.shortages } });
    return unlessKnown(shop, request, requestHash, refusal);
  }
  // The event does this too, for a process that dies here; done now, the shopper sees an empty cart at once.
  if (cartLines.length > 0) {
    await removeOrderedLines(shop, memberId, cartLines).catch((error: unknown) => {
      shop.log.warn({ err: error, orderNo: result.order._id }, 'cart left to the event');
    });
  }
  return done(result.order, 201);
}

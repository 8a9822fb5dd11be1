import { selectedCartLines } from '../cart/selected-cart-lines.ts';
import { done, fail, type Outcome } from '../platform/outcome.ts';
import type { Shop } from '../platform/shop.ts';
import type { QuoteInput, WantedLine } from './order-input.ts';

const maxQuantity = 999;

export interface Wanted {
  /** Merged by SKU and sorted, so that two orders never want the same SKUs in another sequence. */
  lines: WantedLine[];
  /** Cart lines the order will clear. */
  cartLines: { lineId: string; quantity: number }[];
}

/** Equal SKUs become one line; sorted by SKU. */
export function mergeLines(lines: readonly WantedLine[]): WantedLine[] {
  const sums = new Map<string, number>();
  for (const { skuId, quantity } of lines) sums.set(skuId, (sums.get(skuId) ?? 0) + quantity);
  return [...sums]
    .map(([skuId, quantity]) => ({ skuId, quantity }))
    .sort((a, b) => (a.skuId < b.skuId ? -1 : 1));
}

/** What is to be ordered: the lines of the request ("buy now"), or the cart's selected ones. */
export async function wantedLines(shop: Shop, memberId: string, input: QuoteInput): Promise<Outcome<Wanted>> {
  const cartLines = input.fromCart ? await selectedCartLines(shop, memberId) : [];
  const lines = mergeLines(input.lines ?? cartLines);
  if (lines.length === 0) return fail('CART_EMPTY');
  const over = lines.find((line) => line.quantity > maxQuantity);
  if (over) {
    const message = `同一规格最多购买 ${maxQuantity} 件`;
    return fail('INVALID_REQUEST', { errors: [{ path: 'body.lines', message }] });
  }
  return done({ lines, cartLines: cartLines.map(({ lineId, quantity }) => ({ lineId, quantity })) });
}

import { isOnSale, pictureOf, type Sellable } from '../catalog/load-skus.ts';
import { done, fail, type Outcome } from '../platform/outcome.ts';
import { maxOrderFen, type Priced, priceOrder } from '../pricing/price-order.ts';
import type { WantedLine } from './order-input.ts';
import type { OrderLine } from './order-model.ts';

export interface LineProblem {
  skuId: string;
  code: 'OFF_SHELF' | 'SOLD_OUT' | 'NOT_ENOUGH_STOCK' | 'LIMIT_PER_ORDER';
  available?: number;
  message: string;
}

export interface PricedLines {
  lines: OrderLine[];
  priced: Priced;
  problems: LineProblem[];
}

function problemOf(sellable: Sellable, quantity: number): LineProblem | null {
  const { product } = sellable;
  const { _id: skuId } = sellable.sku;
  if (!isOnSale(sellable)) {
    return { skuId, code: 'OFF_SHELF', message: `「${product.title}」已下架` };
  }
  const limit = product.limitPerOrder;
  if (limit !== null && quantity > limit) {
    const message = `「${product.title}」每单限购 ${limit} 件`;
    return { skuId, code: 'LIMIT_PER_ORDER', available: limit, message };
  }
  return null;
}

function snapshot(sellable: Sellable, quantity: number): OrderLine {
  const { sku, product } = sellable;
  return {
    skuId: sku._id,
    productId: product._id,
    skuCode: sku.code,
    title: product.title,
    specs: sku.specs,
    imageUrl: pictureOf(sellable),
    priceFen: sku.priceFen,
    quantity,
    weightGrams: sku.weightGrams,
    categoryIds: product.categoryIds,
    categoryNames: product.categoryNames,
    amountFen: sku.priceFen * quantity,
  };
}

/**
 * Snapshots and prices the wanted lines by the catalogue as it is now. Pure.
 * @returns SKU_UNKNOWN when a SKU does not exist; AMOUNT_TOO_LARGE above `maxOrderFen`
 */
export function priceLines(
  wanted: readonly WantedLine[],
  sellables: ReadonlyMap<string, Sellable>,
): Outcome<PricedLines> {
  const lines: OrderLine[] = [];
  const problems: LineProblem[] = [];
  for (const { skuId, quantity } of wanted) {
    const sellable = sellables.get(skuId);
    if (!sellable) return fail('SKU_UNKNOWN');
    const problem = problemOf(sellable, quantity);
    if (problem) problems.push(problem);
    lines.push(snapshot(sellable, quantity));
  }
  const priced = priceOrder(lines);
  if (priced.amounts.payableFen > maxOrderFen) return fail('AMOUNT_TOO_LARGE');
  return done({ lines, priced, problems });
}

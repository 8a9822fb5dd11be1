import type { Bought, ProductPage } from './offer.ts';

/** Of one SKU: what was bought, and its stock on the product page before the order and after the payment. */
export interface StockFall {
  skuId: string;
  quantity: number;
  before: number;
  after: number;
  /** Somebody else bought of the same product meanwhile. */
  othersBought: boolean;
  /** What is wrong, or null. */
  wrong: string | null;
}

/**
 * Compares product pages from before the order and after it. Whether others bought meanwhile is told by the
 * product's sold count, which rises with every order in the same transaction as the stock falls: where it rose by
 * our pieces alone, each SKU must have fallen by exactly those; where it rose by more, by at least those. An order
 * of somebody else that is closed, or staff that move stock, in these few seconds can be taken for a fault.
 */
export function stockFalls(
  goods: readonly Bought[],
  before: readonly ProductPage[],
  after: readonly ProductPage[],
): StockFall[] {
  return goods.map(({ product: { productId }, sku: { skuId }, quantity }) => {
    const ours = goods.filter(({ product }) => product.productId === productId);
    const pieces = ours.reduce((sum, line) => sum + line.quantity, 0);
    const soldRise = soldOf(after, productId) - soldOf(before, productId);
    const levels = { before: stockOf(before, skuId), after: stockOf(after, skuId) };
    const wrong = judge(levels.before - levels.after, quantity, soldRise, pieces);
    return { skuId, quantity, ...levels, othersBought: soldRise > pieces, wrong };
  });
}

function judge(fall: number, quantity: number, soldRise: number, pieces: number): string | null {
  if (soldRise < pieces) return `sold count rose by ${soldRise}, but ${pieces} were bought`;
  const fits = soldRise === pieces ? fall === quantity : fall >= quantity;
  return fits ? null : `stock fell by ${fall}, but ${quantity} were bought`;
}

function soldOf(pages: readonly ProductPage[], productId: string): number {
  return pages.find((page) => page.productId === productId)?.sold ?? Number.NaN;
}

function stockOf(pages: readonly ProductPage[], skuId: string): number {
  const skus = pages.flatMap((page) => page.skus);
  return skus.find((sku) => sku.skuId === skuId)?.stock ?? Number.NaN;
}

import { isOnSale, loadSellables, type Sellable } from '../catalog/load-skus.ts';
import type { Shop } from '../platform/shop.ts';
import { stockOf } from '../stock/stock-of.ts';
import type { Offer } from './rules.ts';

export interface FoundOffer {
  sellable: Sellable;
  /** null where it is off the shelf. */
  offer: Offer | null;
}

/** What the shop offers of one SKU now; null for a SKU that does not exist. */
export async function loadOffer(shop: Shop, skuId: string): Promise<FoundOffer | null> {
  const [sellables, stocks] = await Promise.all([loadSellables(shop, [skuId]), stockOf(shop, [skuId])]);
  const sellable = sellables.get(skuId);
  if (!sellable) return null;
  if (!isOnSale(sellable)) return { sellable, offer: null };
  const { sku, product } = sellable;
  const offer = {
    skuId,
    priceFen: sku.priceFen,
    stock: stocks.get(skuId) ?? 0,
    limitPerOrder: product.limitPerOrder,
  };
  return { sellable, offer };
}

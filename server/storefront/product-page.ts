import { LRUCache } from 'lru-cache';
import type { z } from 'zod';
import type { productDetail } from '../../contract/catalog.ts';
import { loadProduct, type ProductWithSkus } from '../catalog/load-product.ts';
import { perShop, type Shop } from '../platform/shop.ts';
import { type Level, loadLevels } from './load-stock.ts';

export type ProductPage = z.output<typeof productDetail>;

const freshMs = 2000;
const cachedProducts = 500;

/** Everything but the stock. An unknown product is not kept: made-up ids would push the real ones out. */
const cache = perShop(
  (shop) =>
    new LRUCache<string, ProductWithSkus>({
      max: cachedProducts,
      ttl: freshMs,
      ttlResolution: 0,
      perf: { now: () => shop.clock.now().getTime() },
      fetchMethod: async (productId) => (await loadProduct(shop, productId)) ?? undefined,
    }),
);

/** All parcels travel free until there are freight rules. */
const freightNote = '全国包邮';

export function presentProduct({ product, skus }: ProductWithSkus, levels: readonly Level[]): ProductPage {
  const stockOf = new Map(levels.map((level) => [level._id, level.stock]));
  const picture = product.gallery[0] ?? '';
  return {
    productId: product._id,
    title: product.title,
    subtitle: product.subtitle,
    onShelf: product.onShelf,
    categories: product.categoryIds.map((categoryId, index) => ({
      categoryId,
      name: product.categoryNames[index] ?? '',
    })),
    gallery: product.gallery,
    specs: product.specs,
    skus: skus.map((sku) => ({
      skuId: sku._id,
      code: sku.code,
      specs: sku.specs,
      priceFen: sku.priceFen,
      marketPriceFen: sku.marketPriceFen,
      stock: stockOf.get(sku._id) ?? 0,
      imageUrl: sku.imageUrl === '' ? picture : sku.imageUrl,
      weightGrams: sku.weightGrams,
    })),
    detail: product.detail,
    sellingPoints: product.sellingPoints,
    sold: levels.reduce((sum, level) => sum + level.sold, 0),
    limitPerOrder: product.limitPerOrder,
    freightNote,
    rating: { average: null, count: 0 },
  };
}

/**
 * A product with its SKUs. Stock and sales show every order already answered; the rest is at most 2 s old.
 * @returns null for a product that is not there or off the shelf
 */
export async function productPage(shop: Shop, productId: string): Promise<ProductPage | null> {
  const found = await cache(shop).fetch(productId);
  return found ? presentProduct(found, await loadLevels(shop, productId)) : null;
}

import { batched } from '../platform/batched.ts';
import { trusted } from '../platform/mongo/model.ts';
import type { Shop } from '../platform/shop.ts';
import { type ProductDoc, products } from './product-model.ts';
import { type SkuDoc, skus } from './sku-model.ts';

/** Of a product, what an order keeps a copy of and what decides whether it may be bought. */
const productFields = {
  title: 1,
  gallery: { $slice: 1 },
  categoryIds: 1,
  categoryNames: 1,
  onShelf: 1,
  limitPerOrder: 1,
} as const;

export type SellableProduct = Pick<ProductDoc, '_id' | keyof typeof productFields>;

export interface Sellable {
  sku: SkuDoc;
  /** Its gallery holds the first picture only. */
  product: SellableProduct;
}

async function findSellables(shop: Shop, skuIds: readonly string[]): Promise<(Sellable | null)[]> {
  const foundSkus = await skus(shop)
    .find({ _id: trusted({ $in: [...new Set(skuIds)] }) })
    .lean();
  const productIds = [...new Set(foundSkus.map((sku) => sku.productId))];
  const foundProducts = await products(shop)
    .find({ _id: trusted({ $in: productIds }) }, productFields)
    .lean<SellableProduct[]>();
  const productOf = new Map(foundProducts.map((product) => [product._id, product]));
  const sellableOf = new Map<string, Sellable>();
  for (const sku of foundSkus) {
    const product = productOf.get(sku.productId);
    if (product) sellableOf.set(sku._id, { sku, product });
  }
  return skuIds.map((skuId) => sellableOf.get(skuId) ?? null);
}

const loadSellable = batched(findSellables);

/**
 * SKUs with their products, fresh, in two finds however many orders ask at once.
 * @returns those that exist; whether they may be bought is `isOnSale`
 */
export async function loadSellables(shop: Shop, skuIds: readonly string[]): Promise<Map<string, Sellable>> {
  const found = await Promise.all([...new Set(skuIds)].map((skuId) => loadSellable(shop, skuId)));
  return new Map(found.flatMap((sellable) => (sellable ? [[sellable.sku._id, sellable] as const] : [])));
}

export function isOnSale({ sku, product }: Sellable): boolean {
  return product.onShelf && sku.onSale;
}

/** The picture of this very SKU, or its product's. */
export function pictureOf({ sku, product }: Sellable): string {
  return sku.imageUrl === '' ? (product.gallery[0] ?? '') : sku.imageUrl;
}

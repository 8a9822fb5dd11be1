import type { Shop } from '../platform/shop.ts';
import { type ProductDoc, products } from './product-model.ts';
import { type SkuDoc, skus } from './sku-model.ts';

export interface ProductWithSkus {
  product: ProductDoc;
  /** On sale, in the product's own order. */
  skus: SkuDoc[];
}

/** @returns null for a product that is not there or not on the shelf */
export async function loadProduct(shop: Shop, productId: string): Promise<ProductWithSkus | null> {
  const [product, onSale] = await Promise.all([
    products(shop).findOne({ _id: productId, onShelf: true }).lean(),
    skus(shop).find({ productId, onSale: true }).sort({ position: 1, _id: 1 }).lean(),
  ]);
  return product ? { product, skus: onSale } : null;
}

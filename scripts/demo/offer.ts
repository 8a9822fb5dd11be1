import type { z } from 'zod';
import type { productDetail, sku, specValue } from '../../contract/catalog.ts';

export type ProductPage = z.output<typeof productDetail>;

/** One SKU as its product page offers it. */
export interface Offer {
  product: ProductPage;
  sku: z.output<typeof sku>;
}

/** What goes into the cart. */
export interface Bought extends Offer {
  quantity: number;
}

/** "5 斤装 · 大果": the values of a SKU's specs. */
export function specsText(specs: readonly z.output<typeof specValue>[]): string {
  return specs.map(({ value }) => value).join(' · ');
}

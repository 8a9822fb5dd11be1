import type { z } from 'zod';
import type { productCard } from '../../contract/catalog.ts';
import type { ProductDoc } from './product-model.ts';

export type ProductCard = z.output<typeof productCard>;

/** What a card is made of. */
export const cardFields = {
  title: 1,
  subtitle: 1,
  gallery: 1,
  minPriceFen: 1,
  marketPriceFen: 1,
  sold: 1,
  soldOut: 1,
  tags: 1,
} as const;

export type CardDoc = Pick<ProductDoc, '_id' | keyof typeof cardFields>;

export function presentCard(product: CardDoc): ProductCard {
  return {
    productId: product._id,
    title: product.title,
    subtitle: product.subtitle,
    imageUrl: product.gallery[0] ?? '',
    priceFen: product.minPriceFen,
    marketPriceFen: product.marketPriceFen,
    sold: product.sold,
    soldOut: product.soldOut,
    tags: product.tags,
  };
}

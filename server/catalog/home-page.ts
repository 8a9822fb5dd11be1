import type { Shop } from '../platform/shop.ts';
import { type HomePageDoc, homePageId, homePages } from './home-page-model.ts';
import { type CardDoc, cardFields } from './product-card.ts';
import { products } from './product-model.ts';

/** What staff put on the home page; an empty page before they did. */
export async function loadHomePage(shop: Shop): Promise<HomePageDoc> {
  const page = await homePages(shop).findById(homePageId).lean();
  return page ?? { _id: homePageId, banners: [], notices: [], hotWords: [] };
}

/** @returns the best sellers among the featured products */
export async function featuredProducts(shop: Shop, limit: number): Promise<CardDoc[]> {
  const featured = { featured: true, onShelf: true };
  return products(shop).find(featured, cardFields).sort({ sold: -1, _id: 1 }).limit(limit).lean<CardDoc[]>();
}

/** @returns the products last put on the shelf, newest first */
export async function newestProducts(shop: Shop, limit: number): Promise<CardDoc[]> {
  return products(shop)
    .find({ onShelf: true }, cardFields)
    .sort({ newAt: -1, _id: 1 })
    .limit(limit)
    .lean<CardDoc[]>();
}

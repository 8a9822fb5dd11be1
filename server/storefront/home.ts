import { LRUCache } from 'lru-cache';
import type { z } from 'zod';
import type { home } from '../../contract/catalog.ts';
import { categoryTree } from '../catalog/category-tree.ts';
import { featuredProducts, loadHomePage, newestProducts } from '../catalog/home-page.ts';
import { presentCard } from '../catalog/product-card.ts';
import { perShop, type Shop } from '../platform/shop.ts';

export type Home = z.output<typeof home>;

const freshMs = 2000;
const shownProducts = 10;
const shownShortcuts = 10;

async function compose(shop: Shop): Promise<Home> {
  const [page, tree, featured, newest] = await Promise.all([
    loadHomePage(shop),
    categoryTree(shop),
    featuredProducts(shop, shownProducts),
    newestProducts(shop, shownProducts),
  ]);
  return {
    banners: page.banners.map(({ bannerId, title, subtitle, imageUrl, link }) => ({
      bannerId,
      title,
      subtitle,
      imageUrl,
      link: { kind: link.kind, targetId: link.targetId },
    })),
    shortcuts: tree
      .slice(0, shownShortcuts)
      .map(({ _id, name, imageUrl }) => ({ categoryId: _id, name, imageUrl })),
    featured: featured.map(presentCard),
    newProducts: newest.map(presentCard),
    notices: page.notices,
  };
}

const cache = perShop(
  (shop) =>
    new LRUCache<'home', Home>({
      max: 1,
      ttl: freshMs,
      ttlResolution: 0,
      perf: { now: () => shop.clock.now().getTime() },
      fetchMethod: () => compose(shop),
    }),
);

/** The home page, at most 2 s old (its categories 5 s more). */
export async function homePage(shop: Shop): Promise<Home> {
  return (await cache(shop).fetch('home')) ?? compose(shop);
}

import { LRUCache } from 'lru-cache';
import { perShop, type Shop } from '../platform/shop.ts';
import { categories, type CategoryDoc } from './category-model.ts';

const freshMs = 5000;

export interface CategoryNode extends CategoryDoc {
  children: CategoryNode[];
}

/** Parents hold their children in their order. A node whose parent is gone is left out with all below it. */
export function buildTree(docs: readonly CategoryDoc[]): CategoryNode[] {
  const nodes = new Map(docs.map((doc) => [doc._id, { ...doc, children: [] as CategoryNode[] }]));
  const roots: CategoryNode[] = [];
  for (const node of nodes.values()) {
    if (node.parentId === null) roots.push(node);
    else nodes.get(node.parentId)?.children.push(node);
  }
  return roots;
}

const cache = perShop(
  (shop) =>
    new LRUCache<'tree', CategoryNode[]>({
      max: 1,
      ttl: freshMs,
      ttlResolution: 0,
      perf: { now: () => shop.clock.now().getTime() },
      fetchMethod: async () => buildTree(await categories(shop).find().sort({ position: 1, _id: 1 }).lean()),
    }),
);

/** The three-level tree, at most 5 s old. */
export async function categoryTree(shop: Shop): Promise<CategoryNode[]> {
  return (await cache(shop).fetch('tree')) ?? [];
}

import * as contract from '../../contract/catalog.ts';
import { categoryTree, type CategoryNode } from '../catalog/category-tree.ts';
import { loadHomePage } from '../catalog/home-page.ts';
import { listProducts } from '../catalog/list-products.ts';
import { suggestWords } from '../catalog/suggest-words.ts';
import { bind, type Binding } from '../platform/http/call.ts';
import { done, fail } from '../platform/outcome.ts';
import { homePage } from './home.ts';
import { productPage } from './product-page.ts';

const leaf = ({ _id, name, imageUrl }: CategoryNode) => ({ categoryId: _id, name, imageUrl });

export const storefrontRoutes: readonly Binding[] = [
  bind(contract.getHome, async ({ shop }) => done(await homePage(shop))),
  bind(contract.listCategories, async ({ shop }) => {
    const tree = await categoryTree(shop);
    const categories = tree.map((root) => ({
      ...leaf(root),
      children: root.children.map((branch) => ({ ...leaf(branch), children: branch.children.map(leaf) })),
    }));
    return done({ categories });
  }),
  bind(contract.listProducts, async ({ shop, query }) => listProducts(shop, query)),
  bind(contract.getProduct, async ({ shop, params }) => {
    const page = await productPage(shop, params.productId);
    return page ? done(page) : fail('NOT_FOUND');
  }),
  bind(contract.suggest, async ({ shop, query }) => done({ items: await suggestWords(shop, query.q) })),
  bind(contract.hotWords, async ({ shop }) => done({ items: (await loadHomePage(shop)).hotWords })),
];

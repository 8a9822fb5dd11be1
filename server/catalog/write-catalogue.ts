import { trusted } from '../platform/mongo/model.ts';
import { done, fail, type Outcome } from '../platform/outcome.ts';
import type { Shop } from '../platform/shop.ts';
import type { CatalogueInput, HomePageInput, ProductInput } from './catalogue-input.ts';
import { categories } from './category-model.ts';
import { checkCatalogue } from './check-catalogue.ts';
import { homePageId, homePages } from './home-page-model.ts';
import { type ProductDoc, products } from './product-model.ts';
import { productWords } from './search-words.ts';
import { type SkuDoc, skus } from './sku-model.ts';
import { stableId } from './stable-id.ts';
import { writeChanged } from './write-changed.ts';

export interface WrittenCatalogue {
  /** How many the input holds. */
  products: number;
  skus: number;
  categories: number;
  /** How many documents were new or different. */
  changed: number;
  /** SKU code → ids: for opening the stock of new SKUs. */
  skuIds: Map<string, { skuId: string; productId: string }>;
}

interface Ids {
  product: (code: string) => string;
  sku: (code: string) => string;
}

const byCode = (codes: string[]) => ({ code: trusted({ $in: codes }) });

/** A thing that exists keeps its id, whoever made it; a new one gets the same id at every try. */
async function idsOf(shop: Shop, input: CatalogueInput): Promise<Ids> {
  const productCodes = input.products.map((product) => product.code);
  const skuCodes = input.products.flatMap((product) => product.skus.map((sku) => sku.code));
  const [foundProducts, foundSkus] = await Promise.all([
    products(shop).find(byCode(productCodes), { code: 1 }).lean(),
    skus(shop).find(byCode(skuCodes), { code: 1 }).lean(),
  ]);
  const productOf = new Map(foundProducts.map((product) => [product.code, product._id]));
  const skuOf = new Map(foundSkus.map((sku) => [sku.code, sku._id]));
  return {
    product: (code) => productOf.get(code) ?? stableId('product', code),
    sku: (code) => skuOf.get(code) ?? stableId('sku', code),
  };
}

type Category = CatalogueInput['categories'][number];

function pathTo(code: string, all: ReadonlyMap<string, Category>): Category[] {
  const category = all.get(code);
  if (!category) return [];
  return [...(category.parentCode === null ? [] : pathTo(category.parentCode, all)), category];
}

function productContent(product: ProductInput, path: readonly Category[]): Omit<ProductDoc, '_id' | Kept> {
  const { categoryCode: _category, skus: variants, ...own } = product;
  const prices = variants.map((sku) => sku.priceFen);
  const minPriceFen = Math.min(...prices);
  const cheapest = variants.find((sku) => sku.priceFen === minPriceFen);
  const categoryNames = path.map((category) => category.name);
  return {
    ...own,
    sellingPoints: [...own.sellingPoints],
    tags: [...own.tags],
    keywords: [...own.keywords],
    gallery: [...own.gallery],
    detail: [...own.detail],
    specs: own.specs.map(({ name, values }) => ({ name, values: [...values] })),
    categoryIds: path.map((category) => stableId('category', category.code)),
    categoryNames,
    minPriceFen,
    maxPriceFen: Math.max(...prices),
    marketPriceFen: cheapest?.marketPriceFen ?? null,
    ...productWords({ ...own, categoryNames }),
  };
}
type Kept = 'sold' | 'soldOut' | 'createdAt' | 'updatedAt';

function skuContents(product: ProductInput, ids: Ids): SkuDoc[] {
  return product.skus.map((sku, position) => ({
    ...sku,
    _id: ids.sku(sku.code),
    productId: ids.product(product.code),
    specs: sku.specs.map(({ name, value }) => ({ name, value })),
    position,
    onSale: true,
  }));
}

async function writeHomePage(shop: Shop, page: HomePageInput, ids: Ids): Promise<number> {
  const target = (link: HomePageInput['banners'][number]['link']): string | null => {
    if (link.kind === 'none') return null;
    return link.kind === 'product' ? ids.product(link.code) : stableId('category', link.code);
  };
  const banners = page.banners.map(({ code, link, title, subtitle, imageUrl }) => ({
    bannerId: stableId('banner', code),
    title,
    subtitle,
    imageUrl,
    link: { kind: link.kind, targetId: target(link) },
  }));
  const content = { _id: homePageId, banners, notices: [...page.notices], hotWords: [...page.hotWords] };
  return writeChanged(homePages(shop), [content]);
}

async function writeProducts(shop: Shop, input: CatalogueInput, ids: Ids): Promise<number> {
  const categoryOf = new Map(input.categories.map((category) => [category.code, category]));
  const now = shop.clock.now();
  const skuDocs = input.products.flatMap((product) => skuContents(product, ids));
  // SKUs first: a product on the shelf always has something to choose.
  const changedSkus = await writeChanged(skus(shop), skuDocs);
  const contents = input.products.map((product) => ({
    _id: ids.product(product.code),
    ...productContent(product, pathTo(product.categoryCode, categoryOf)),
  }));
  const changedProducts = await writeChanged(products(shop), contents, {
    added: { createdAt: now, sold: 0, soldOut: false },
    touched: { updatedAt: now },
  });
  const dropped = await skus(shop).updateMany(
    {
      productId: trusted({ $in: contents.map((product) => product._id) }),
      _id: trusted({ $nin: skuDocs.map((sku) => sku._id) }),
      onSale: true,
    },
    { $set: { onSale: false } },
  );
  return changedSkus + changedProducts + dropped.modifiedCount;
}

/**
 * Writes categories, products, SKUs and the home page, recognising each by its code: the same input again
 * changes nothing. Prices of products and their search words come from here; stock does not.
 * @returns INVALID_REQUEST with every problem of the input, nothing written
 */
export async function writeCatalogue(shop: Shop, input: CatalogueInput): Promise<Outcome<WrittenCatalogue>> {
  const errors = checkCatalogue(input);
  if (errors.length > 0) return fail('INVALID_REQUEST', { errors: errors.slice(0, 100) });
  const ids = await idsOf(shop, input);
  let changed = await writeChanged(
    categories(shop),
    input.categories.map(({ code, parentCode, level, name, position, imageUrl }) => ({
      _id: stableId('category', code),
      parentId: parentCode === null ? null : stableId('category', parentCode),
      level,
      name,
      position,
      imageUrl,
    })),
  );
  changed += await writeProducts(shop, input, ids);
  if (input.homePage) changed += await writeHomePage(shop, input.homePage, ids);
  const skuIds = new Map(
    input.products.flatMap((product) =>
      product.skus.map((sku) => [
        sku.code,
        { skuId: ids.sku(sku.code), productId: ids.product(product.code) },
      ]),
    ),
  );
  return done({
    products: input.products.length,
    skus: skuIds.size,
    categories: input.categories.length,
    changed,
    skuIds,
  });
}

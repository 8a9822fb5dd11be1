import type { CatalogueInput, HomePageInput, ProductInput } from '../../server/catalog/catalogue-input.ts';
import { type WrittenCatalogue, writeCatalogue } from '../../server/catalog/write-catalogue.ts';
import type { Shop } from '../../server/platform/shop.ts';

const category = (
  code: string,
  parentCode: string | null,
  level: 1 | 2 | 3,
  name: string,
  position: number,
) => ({ code, parentCode, level, name, position, imageUrl: `/media/${code}.webp` });

/** 食品 (水果: 苹果类, 柑橘类; 茶饮: 茶叶) and 家居 (厨房: 餐具). */
export const someCategories: CatalogueInput['categories'] = [
  category('home', null, 1, '家居', 2),
  category('food', null, 1, '食品', 1),
  category('fruit', 'food', 2, '水果', 1),
  category('drink', 'food', 2, '茶饮', 2),
  category('fruit-apple', 'fruit', 3, '苹果类', 1),
  category('fruit-citrus', 'fruit', 3, '柑橘类', 2),
  category('drink-tea', 'drink', 3, '茶叶', 1),
  category('kitchen', 'home', 2, '厨房', 1),
  category('kitchen-table', 'kitchen', 3, '餐具', 1),
];

export interface DraftedProduct extends Partial<Omit<ProductInput, 'skus'>> {
  code: string;
  /** One SKU for each price. */
  prices?: readonly number[];
}

/** A product of which a test only says what it is about. */
export function draft({ code, prices = [1000], ...more }: DraftedProduct): ProductInput {
  const values = prices.map((_, index) => `${index + 1} 号`);
  return {
    code,
    categoryCode: 'fruit-apple',
    title: `商品${code}`,
    subtitle: '',
    brand: '',
    unit: '件',
    sellingPoints: [],
    tags: [],
    keywords: [],
    gallery: [`/media/${code}.webp`],
    detail: [{ kind: 'text', text: '详情' }],
    specs: [{ name: '规格', values }],
    onShelf: true,
    featured: false,
    limitPerOrder: null,
    newAt: new Date('2026-01-01T00:00:00Z'),
    skus: prices.map((priceFen, index) => ({
      code: `${code}-${index + 1}`.toUpperCase(),
      specs: [{ name: '规格', value: `${index + 1} 号` }],
      priceFen,
      marketPriceFen: null,
      weightGrams: 100,
      imageUrl: '',
    })),
    ...more,
  };
}

/** Writes products (and the categories above) as the catalogue's own writer does. */
export async function aCatalogue(
  shop: Shop,
  drafts: readonly DraftedProduct[],
  homePage?: HomePageInput,
): Promise<WrittenCatalogue> {
  const input = {
    categories: someCategories,
    products: drafts.map(draft),
    ...(homePage ? { homePage } : {}),
  };
  const written = await writeCatalogue(shop, input);
  if (!written.ok) throw new Error(JSON.stringify(written.errors));
  return written.value;
}

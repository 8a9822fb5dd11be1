import type { DetailBlock } from './product-model.ts';

/** A whole catalogue as a file or a demo describes it: things name each other by the merchant's own codes. */
export interface CatalogueInput {
  /** Parents before or after their children. */
  categories: readonly CategoryInput[];
  products: readonly ProductInput[];
  /** Left alone where absent. */
  homePage?: HomePageInput;
}

export interface CategoryInput {
  code: string;
  parentCode: string | null;
  level: 1 | 2 | 3;
  name: string;
  position: number;
  imageUrl: string;
}

export interface ProductInput {
  code: string;
  /** Of the third level. */
  categoryCode: string;
  title: string;
  subtitle: string;
  brand: string;
  unit: string;
  sellingPoints: readonly string[];
  tags: readonly string[];
  keywords: readonly string[];
  gallery: readonly string[];
  detail: readonly DetailBlock[];
  specs: readonly { name: string; values: readonly string[] }[];
  onShelf: boolean;
  featured: boolean;
  limitPerOrder: number | null;
  /** Its place among new products. */
  newAt: Date;
  /** In the order they are shown; a SKU that is no longer named here goes off sale. */
  skus: readonly SkuInput[];
}

export interface SkuInput {
  code: string;
  /** One value of each axis of the product. */
  specs: readonly { name: string; value: string }[];
  priceFen: number;
  marketPriceFen: number | null;
  weightGrams: number;
  imageUrl: string;
}

export interface HomePageInput {
  banners: readonly {
    code: string;
    title: string;
    subtitle: string;
    imageUrl: string;
    link: { kind: 'product' | 'category'; code: string } | { kind: 'none' };
  }[];
  notices: readonly string[];
  hotWords: readonly string[];
}

import { randomBytes } from 'node:crypto';
import type { ProductInput } from '../../server/catalog/catalogue-input.ts';
import { writeCatalogue } from '../../server/catalog/write-catalogue.ts';
import type { Shop } from '../../server/platform/shop.ts';
import { openStock } from '../../server/stock/open-stock.ts';

export interface ProductWish {
  priceFen?: number;
  stock?: number;
  /** How many SKUs, each with that price and stock. */
  skuCount?: number;
  onShelf?: boolean;
  limitPerOrder?: number | null;
  title?: string;
}

export interface MadeProduct {
  productId: string;
  skuIds: string[];
  /** The first SKU. */
  skuId: string;
  code: string;
}

const categories = ([1, 2, 3] as const).map((level) => ({
  code: `test-${level}`,
  parentCode: level === 1 ? null : `test-${level - 1}`,
  level,
  name: `测试分类 ${level}`,
  position: 0,
  imageUrl: '',
}));

/** A product in the database with stock, written as the catalogue's own writer does. */
export async function aProduct(shop: Shop, wish: ProductWish = {}): Promise<MadeProduct> {
  const { priceFen = 1990, stock = 100, skuCount = 1, title = '测试苹果' } = wish;
  const code = `P${randomBytes(6).toString('hex')}`;
  const values = Array.from({ length: skuCount }, (_, index) => `规格${index + 1}`);
  const product: ProductInput = {
    code,
    categoryCode: 'test-3',
    title,
    subtitle: '新鲜',
    brand: '',
    unit: '件',
    sellingPoints: [],
    tags: [],
    keywords: [],
    gallery: ['/media/demo/apple.webp'],
    detail: [],
    specs: [{ name: '规格', values }],
    onShelf: wish.onShelf ?? true,
    featured: false,
    limitPerOrder: wish.limitPerOrder ?? null,
    newAt: new Date('2026-01-01T00:00:00Z'),
    skus: values.map((value, index) => ({
      code: `${code}-${index + 1}`,
      specs: [{ name: '规格', value }],
      priceFen,
      marketPriceFen: null,
      weightGrams: 500,
      imageUrl: '',
    })),
  };
  const written = await writeCatalogue(shop, { categories, products: [product] });
  if (!written.ok) throw new Error(`writeCatalogue: ${JSON.stringify(written)}`);
  const made = product.skus.map((sku) => written.value.skuIds.get(sku.code));
  const ids = made.flatMap((entry) => (entry ? [entry] : []));
  await openStock(
    shop,
    ids.map((entry) => ({ ...entry, stock })),
  );
  const [first] = ids;
  if (!first) throw new Error('No SKU was written');
  return { productId: first.productId, skuIds: ids.map((entry) => entry.skuId), skuId: first.skuId, code };
}

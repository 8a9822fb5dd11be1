import { categories } from '../../server/catalog/category-model.ts';
import { homePageId, homePages } from '../../server/catalog/home-page-model.ts';
import { products } from '../../server/catalog/product-model.ts';
import { skus } from '../../server/catalog/sku-model.ts';
import { writeCatalogue } from '../../server/catalog/write-catalogue.ts';
import { readConfig } from '../../server/platform/config.ts';
import { trusted } from '../../server/platform/mongo/model.ts';
import { openShop } from '../../server/platform/open-shop.ts';
import type { Shop } from '../../server/platform/shop.ts';
import { openStock } from '../../server/stock/open-stock.ts';
import type { DemoCatalogue } from './catalogue/catalogue-types.ts';
import { demoCatalogue } from './catalogue/catalogue.ts';
import { composePictures } from './compose-pictures.ts';
import { demoInput } from './demo-input.ts';

export interface SeedOptions {
  mongodbUri: string;
  /** What the server serves under `/media/`. */
  mediaDir: string;
  /** The demo shop's by default. */
  catalogue?: DemoCatalogue;
}

export interface SeededCounts {
  products: number;
  skus: number;
  categories: number;
}

/** Opening the stock is one transaction a batch; larger ones would take long to commit. */
const stockBatch = 200;

/**
 * A shop that has goods of its own is none of ours. One with nothing but demo goods and no home page was left half
 * made (the home page is written last) and is finished now.
 */
async function isDone(shop: Shop, demo: DemoCatalogue): Promise<boolean> {
  if (await homePages(shop).exists({ _id: homePageId })) return true;
  const codes = demo.products.map((product) => product.code);
  return (await products(shop).exists({ code: trusted({ $nin: codes }) })) !== null;
}

async function write(shop: Shop, demo: DemoCatalogue, mediaDir: string): Promise<void> {
  const addresses = await composePictures({ mediaDir, pictures: demo.pictures });
  const addressOf = (picture: string): string => addresses.get(picture) ?? '';
  const { homePage, ...goods } = demoInput(demo, addressOf, shop.clock.now());
  const written = await writeCatalogue(shop, goods);
  if (!written.ok) throw new Error(`The demo catalogue is wrong: ${JSON.stringify(written.errors)}`);
  const opening = demo.products
    .flatMap((product) => product.skus)
    .flatMap(({ code, stock }) => {
      const ids = written.value.skuIds.get(code);
      return ids ? [{ ...ids, stock }] : [];
    });
  for (let start = 0; start < opening.length; start += stockBatch) {
    await openStock(shop, opening.slice(start, start + stockBatch));
  }
  await writeCatalogue(shop, { ...goods, ...(homePage ? { homePage } : {}) });
}

/**
 * Fills an empty shop with the demo catalogue, its pictures and its first stock; a shop that has goods is left
 * as it is. A seed cut short is taken up again by the next.
 * @returns what the shop holds afterwards
 */
export async function seedCatalogue(options: SeedOptions): Promise<SeededCounts> {
  const { mongodbUri, mediaDir, catalogue = demoCatalogue } = options;
  // It never speaks to WeChat: these only satisfy the check of the configuration.
  const unused = { WECHAT_APP_ID: 'seed', WECHAT_APP_SECRET: 'seed', WECHAT_MCH_ID: 'seed' };
  const v2 = { WECHAT_PAY_API: 'v2', WECHAT_PAY_V2_KEY: '0'.repeat(32) };
  const config = readConfig({ MONGODB_URI: mongodbUri, LOG_LEVEL: 'error', ...unused, ...v2 });
  const opened = await openShop(config);
  const { shop } = opened;
  try {
    if (!(await isDone(shop, catalogue))) await write(shop, catalogue, mediaDir);
    const [productCount, skuCount, categoryCount] = await Promise.all([
      products(shop).countDocuments(),
      skus(shop).countDocuments(),
      categories(shop).countDocuments(),
    ]);
    return { products: productCount, skus: skuCount, categories: categoryCount };
  } finally {
    await opened.close();
  }
}

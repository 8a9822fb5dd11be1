import { type ProductDoc, products } from '../catalog/product-model.ts';
import { skus } from '../catalog/sku-model.ts';
import { trusted } from '../platform/mongo/model.ts';
import { perShop, type Shop } from '../platform/shop.ts';
import { type StockLevelDoc, stockLevels } from '../stock/stock-level-model.ts';

/** Longer than a commit can lag behind the time it writes, or one machine's clock behind another's. */
const overlapMs = 30_000;
const fullPassEveryMs = 3_600_000;
const batch = 500;

interface Progress {
  /** When the last run of this process began; null before its first. */
  since: Date | null;
  fullPassAt: Date | null;
}

const progress = perShop((): Progress => ({ since: null, fullPassAt: null }));

type Sales = Pick<ProductDoc, '_id' | 'sold' | 'soldOut'>;

/** Counted anew from all levels of each product, so a run that was missed or made twice changes nothing. */
async function countSales(shop: Shop, productIds: readonly string[]): Promise<Sales[]> {
  const ofThese = { productId: trusted({ $in: productIds }) };
  const [levels, onSale] = await Promise.all([
    stockLevels(shop)
      .find(ofThese, { productId: 1, stock: 1, sold: 1 })
      .lean<Pick<StockLevelDoc, '_id' | 'productId' | 'stock' | 'sold'>[]>(),
    skus(shop)
      .find({ ...ofThese, onSale: true }, { _id: 1 })
      .lean(),
  ]);
  const sellable = new Set(onSale.map((sku) => sku._id));
  const salesOf = new Map(productIds.map((_id) => [_id, { _id, sold: 0, soldOut: true }]));
  for (const { _id, productId, stock, sold } of levels) {
    const sales = salesOf.get(productId);
    if (!sales) continue;
    sales.sold += sold;
    if (stock > 0 && sellable.has(_id)) sales.soldOut = false;
  }
  return [...salesOf.values()];
}

async function writeSales(shop: Shop, productIds: readonly string[]): Promise<void> {
  for (let start = 0; start < productIds.length; start += batch) {
    const part = productIds.slice(start, start + batch);
    const before = await products(shop)
      .find({ _id: trusted({ $in: part }) }, { sold: 1, soldOut: 1 })
      .lean<Sales[]>();
    const beforeOf = new Map(before.map((product) => [product._id, product]));
    const changed = (await countSales(shop, part)).filter(({ _id, sold, soldOut }) => {
      const old = beforeOf.get(_id);
      return old && (old.sold !== sold || old.soldOut !== soldOut);
    });
    if (changed.length === 0) continue;
    const operations = changed.map(({ _id, sold, soldOut }) => ({
      updateOne: { filter: { _id }, update: { $set: { sold, soldOut } } },
    }));
    await products(shop).bulkWrite(operations, { ordered: false });
  }
}

/**
 * Brings `sold` and `soldOut` of products up to their stock levels: those changed since the last run, and all of
 * them at the first run of a process and every hour after.
 */
export async function refreshSales(shop: Shop): Promise<void> {
  const began = shop.clock.now();
  const { since, fullPassAt } = progress(shop);
  const full = !since || !fullPassAt || began.getTime() - fullPassAt.getTime() >= fullPassEveryMs;
  const changedAfter = { updatedAt: trusted({ $gte: new Date(began.getTime() - overlapMs) }) };
  if (since) changedAfter.updatedAt = trusted({ $gte: new Date(since.getTime() - overlapMs) });
  const productIds = full
    ? (await products(shop).find({}, { _id: 1 }).lean()).map((product) => product._id)
    : await stockLevels(shop).distinct('productId', changedAfter);
  await writeSales(shop, productIds);
  // Only now: a run that failed is made up for by the next.
  Object.assign(progress(shop), { since: began, ...(full ? { fullPassAt: began } : {}) });
}

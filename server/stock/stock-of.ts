import { batched } from '../platform/batched.ts';
import { trusted } from '../platform/mongo/model.ts';
import type { Shop } from '../platform/shop.ts';
import { stockLevels } from './stock-level-model.ts';

const load = batched<string, number | null>(async (shop, skuIds) => {
  const levels = await stockLevels(shop)
    .find({ _id: trusted({ $in: [...new Set(skuIds)] }) }, { stock: 1 })
    .lean();
  const stockBySku = new Map(levels.map((level) => [level._id, level.stock]));
  return skuIds.map((skuId) => stockBySku.get(skuId) ?? null);
});

/** Stock of each SKU as committed now; a SKU without a level is absent. One find for all who ask at once. */
export async function stockOf(shop: Shop, skuIds: readonly string[]): Promise<Map<string, number>> {
  const stocks = await Promise.all(skuIds.map(async (skuId) => [skuId, await load(shop, skuId)] as const));
  return new Map(stocks.flatMap(([skuId, stock]) => (stock === null ? [] : [[skuId, stock] as const])));
}

import { trusted } from '../platform/mongo/model.ts';
import type { Shop } from '../platform/shop.ts';
import { stockLevels } from './stock-level-model.ts';

/** Stock of each SKU as committed now; a SKU without a level is absent. */
export async function stockOf(shop: Shop, skuIds: readonly string[]): Promise<Map<string, number>> {
  const levels = await stockLevels(shop)
    .find({ _id: trusted({ $in: skuIds }) }, { stock: 1 })
    .lean();
  return new Map(levels.map((level) => [level._id, level.stock]));
}

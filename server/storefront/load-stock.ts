import { batched } from '../platform/batched.ts';
import { trusted } from '../platform/mongo/model.ts';
import { type StockLevelDoc, stockLevels } from '../stock/stock-level-model.ts';

export type Level = Pick<StockLevelDoc, '_id' | 'productId' | 'stock' | 'sold'>;

/** Levels of all SKUs of a product as committed now: one find for all pages asked for at once, nothing kept. */
export const loadLevels = batched<string, Level[]>(async (shop, productIds) => {
  const levels = await stockLevels(shop)
    .find({ productId: trusted({ $in: [...new Set(productIds)] }) }, { productId: 1, stock: 1, sold: 1 })
    .lean<Level[]>();
  const levelsOf = new Map<string, Level[]>();
  for (const level of levels) {
    const group = levelsOf.get(level.productId);
    if (group) group.push(level);
    else levelsOf.set(level.productId, [level]);
  }
  return productIds.map((productId) => levelsOf.get(productId) ?? []);
});

import type { ClientSession } from 'mongoose';
import { trusted } from '../platform/mongo/model.ts';
import { transact } from '../platform/mongo/transact.ts';
import type { Shop } from '../platform/shop.ts';
import { stockLevels } from './stock-level-model.ts';
import { stockMovements } from './stock-movement-model.ts';

export interface OpeningStock {
  skuId: string;
  productId: string;
  stock: number;
}

async function open(shop: Shop, session: ClientSession, opening: readonly OpeningStock[]): Promise<number> {
  const at = shop.clock.now();
  const ids = opening.map(({ skuId }) => skuId);
  const known = await stockLevels(shop)
    .find({ _id: trusted({ $in: ids }) }, { _id: 1 }, { session })
    .lean();
  const existing = new Set(known.map((level) => level._id));
  const fresh = opening.filter(({ skuId }) => !existing.has(skuId));
  if (fresh.length === 0) return 0;
  await stockLevels(shop).insertMany(
    fresh.map(({ skuId, productId, stock }) => ({ _id: skuId, productId, stock, sold: 0, updatedAt: at })),
    { session },
  );
  await stockMovements(shop).insertMany(
    fresh.map(({ skuId, stock }) => ({
      _id: `opening:${skuId}`,
      skuId,
      quantity: stock,
      reason: 'import' as const,
      stockAfter: stock,
      orderNo: null,
      staffId: null,
      note: '期初库存',
      at,
    })),
    { session },
  );
  return fresh.length;
}

/**
 * Gives new SKUs their first stock with a ledger row each; SKUs that have a level already keep it.
 * @returns how many were opened
 */
export function openStock(shop: Shop, opening: readonly OpeningStock[]): Promise<number> {
  return transact(shop, (session) => open(shop, session, opening));
}

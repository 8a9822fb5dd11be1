import type { StockLevelDoc } from './stock-level-model.ts';
import type { Movement } from './movement.ts';

export interface Shortage {
  skuId: string;
  requested: number;
  available: number;
}

/**
 * The stock levels of one group, as read in its snapshot and as its own earlier members left them:
 * what an earlier order took is taken for the later ones.
 */
export class StockView {
  readonly #levels: Map<string, { stock: number; sold: number }>;

  constructor(levels: readonly StockLevelDoc[]) {
    this.#levels = new Map(levels.map(({ _id, stock, sold }) => [_id, { stock, sold }]));
  }

  /** null for a SKU without a level. */
  stockOf(skuId: string): number | null {
    return this.#levels.get(skuId)?.stock ?? null;
  }

  /** What keeps these movements from happening: every SKU that would go below zero. Empty: all can. */
  shortages(movements: readonly Movement[]): Shortage[] {
    const wanted = new Map<string, number>();
    for (const { skuId, quantity } of movements) wanted.set(skuId, (wanted.get(skuId) ?? 0) + quantity);
    return [...wanted]
      .map(([skuId, change]) => ({ skuId, requested: -change, available: this.stockOf(skuId) ?? 0, change }))
      .filter(({ change, available }) => change < 0 && available + change < 0)
      .map(({ skuId, requested, available }) => ({ skuId, requested, available }));
  }

  /** Books one movement in memory. @returns the stock after it */
  apply(movement: Movement): number {
    const level = this.#levels.get(movement.skuId);
    if (!level) throw new Error(`No stock level for SKU ${movement.skuId}`);
    level.stock += movement.quantity;
    level.sold += movement.sold;
    return level.stock;
  }
}

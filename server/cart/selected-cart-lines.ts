import type { Shop } from '../platform/shop.ts';
import { loadLines } from './load-lines.ts';

export interface SelectedLine {
  lineId: string;
  skuId: string;
  quantity: number;
}

/** What an order "from the cart" takes: every selected line, also those with a problem, so that none is dropped unseen. */
export async function selectedCartLines(shop: Shop, memberId: string): Promise<SelectedLine[]> {
  const lines = await loadLines(shop, memberId);
  return lines
    .filter((line) => line.selected)
    .map(({ lineId, skuId, quantity }) => ({ lineId, skuId, quantity }));
}

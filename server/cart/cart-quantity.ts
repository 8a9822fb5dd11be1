import type { Shop } from '../platform/shop.ts';
import { loadLines } from './load-lines.ts';

/** How many pieces are in a shopper's cart. */
export async function cartQuantity(shop: Shop, memberId: string): Promise<number> {
  const lines = await loadLines(shop, memberId);
  return lines.reduce((sum, line) => sum + line.quantity, 0);
}

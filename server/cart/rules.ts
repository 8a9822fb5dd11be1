import { done, fail, type Outcome } from '../platform/outcome.ts';
import type { CartLine } from './cart-model.ts';

/** The most of one SKU in one line; `quantity` in contract/fields.ts says the same of a single request. */
const maxQuantity = 999;

/** What is known of a SKU at the moment it is put in or changed. */
export interface Offer {
  skuId: string;
  priceFen: number;
  stock: number;
  limitPerOrder: number | null;
}

/** A line nobody could order is refused at once: more than the limit, or more than there is. */
function checkQuantity({ skuId, stock, limitPerOrder }: Offer, requested: number): Outcome<number> {
  const limit = Math.min(limitPerOrder ?? maxQuantity, maxQuantity);
  if (requested > limit) {
    const detail = limitPerOrder === limit ? `该商品每单限购 ${limit} 件` : `每种商品最多购买 ${limit} 件`;
    return fail('LIMIT_PER_ORDER', { detail });
  }
  if (requested > stock) {
    const detail = stock === 0 ? '该商品已售罄' : `库存不足，仅剩 ${stock} 件`;
    return fail('STOCK_NOT_ENOUGH', { detail, extra: { lines: [{ skuId, requested, available: stock }] } });
  }
  return done(requested);
}

/**
 * Puts a SKU in: its line is raised where there is one, else `fresh` comes first.
 * @param fresh the line to make, with the quantity to add
 */
export function addToLines(
  lines: readonly CartLine[],
  fresh: CartLine,
  offer: Offer,
  maxLines: number,
): Outcome<CartLine[]> {
  const present = lines.find((line) => line.skuId === fresh.skuId);
  if (!present && lines.length >= maxLines) return fail('CART_FULL');
  const quantity = checkQuantity(offer, (present?.quantity ?? 0) + fresh.quantity);
  if (!quantity.ok) return quantity;
  if (!present) return done([fresh, ...lines]);
  const raised = {
    ...present,
    quantity: quantity.value,
    selected: true,
    addedPriceFen: fresh.addedPriceFen,
  };
  return done(lines.map((line) => (line === present ? raised : line)));
}

export interface LineChange {
  skuId: string;
  quantity?: number | undefined;
  selected?: boolean | undefined;
}

/**
 * Sets a line's quantity, its selection, or both.
 * @param offer of the line's SKU; null where it cannot be bought any more, which only matters for a quantity
 */
export function changeLine(
  lines: readonly CartLine[],
  change: LineChange,
  offer: Offer | null,
): Outcome<CartLine[]> {
  const present = lines.find((line) => line.skuId === change.skuId);
  if (!present) return fail('NOT_FOUND');
  let changed: CartLine = { ...present, selected: change.selected ?? present.selected };
  if (change.quantity !== undefined) {
    if (!offer) return fail('PRODUCT_UNAVAILABLE');
    const quantity = checkQuantity(offer, change.quantity);
    if (!quantity.ok) return quantity;
    changed = { ...changed, quantity: quantity.value, addedPriceFen: offer.priceFen };
  }
  return done(lines.map((line) => (line === present ? changed : line)));
}

export function removeLine(lines: readonly CartLine[], skuId: string): Outcome<CartLine[]> {
  const left = lines.filter((line) => line.skuId !== skuId);
  return left.length === lines.length ? fail('NOT_FOUND') : done(left);
}

export function selectAll(lines: readonly CartLine[], selected: boolean): CartLine[] {
  return lines.map((line) => ({ ...line, selected }));
}

import type { z } from 'zod';
import type { cart, cartLine } from '../../contract/cart.ts';
import type { CartProblem } from '../../contract/states.ts';
import { isOnSale, loadSellables, pictureOf, type Sellable } from '../catalog/load-skus.ts';
import type { Shop } from '../platform/shop.ts';
import { stockOf } from '../stock/stock-of.ts';
import type { CartLine } from './cart-model.ts';

export type Cart = z.output<typeof cart>;
export type ShownLine = z.output<typeof cartLine>;

/** The first thing that stands in the way of buying a line; a changed price only wants to be noticed. */
export function problemOf(line: CartLine, sellable: Sellable, stock: number): CartProblem | undefined {
  if (!isOnSale(sellable)) return 'OFF_SHELF';
  if (stock === 0) return 'SOLD_OUT';
  if (stock < line.quantity) return 'NOT_ENOUGH_STOCK';
  return sellable.sku.priceFen === line.addedPriceFen ? undefined : 'PRICE_CHANGED';
}

/** A SKU deleted for good: shown so that it can be taken out. */
function presentGone(line: CartLine): ShownLine {
  const { skuId, productId, quantity, selected, addedPriceFen } = line;
  return {
    skuId,
    quantity,
    selected,
    product: { productId, title: '商品已失效', imageUrl: '' },
    sku: {
      specs: [],
      priceFen: addedPriceFen,
      marketPriceFen: null,
      stock: 0,
      imageUrl: '',
      limitPerOrder: null,
    },
    addedPriceFen,
    problem: 'OFF_SHELF',
  };
}

function presentLine(line: CartLine, sellable: Sellable | undefined, stock: number): ShownLine {
  if (!sellable) return presentGone(line);
  const { sku, product } = sellable;
  const problem = problemOf(line, sellable, stock);
  return {
    skuId: line.skuId,
    quantity: line.quantity,
    selected: line.selected,
    product: { productId: product._id, title: product.title, imageUrl: product.gallery[0] ?? '' },
    sku: {
      specs: sku.specs,
      priceFen: sku.priceFen,
      marketPriceFen: sku.marketPriceFen,
      stock,
      imageUrl: pictureOf(sellable),
      limitPerOrder: product.limitPerOrder,
    },
    addedPriceFen: line.addedPriceFen,
    ...(problem ? { problem } : {}),
  };
}

/** @returns sums of fen and pieces; selected ones count only where they can be bought */
export function totalsOf(lines: readonly ShownLine[]): Cart['totals'] {
  const buyable = lines.filter(
    (line) => line.selected && (line.problem === undefined || line.problem === 'PRICE_CHANGED'),
  );
  return {
    quantity: lines.reduce((sum, line) => sum + line.quantity, 0),
    selectedQuantity: buyable.reduce((sum, line) => sum + line.quantity, 0),
    goodsFen: buyable.reduce((sum, line) => sum + line.quantity * line.sku.priceFen, 0),
  };
}

/** The lines with their goods, prices and stock as they are now. */
export async function presentCart(shop: Shop, lines: readonly CartLine[]): Promise<Cart> {
  if (lines.length === 0) return { lines: [], totals: totalsOf([]) };
  const skuIds = lines.map((line) => line.skuId);
  const [sellables, stocks] = await Promise.all([loadSellables(shop, skuIds), stockOf(shop, skuIds)]);
  const shown = lines.map((line) =>
    presentLine(line, sellables.get(line.skuId), stocks.get(line.skuId) ?? 0),
  );
  return { lines: shown, totals: totalsOf(shown) };
}

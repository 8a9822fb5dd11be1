import { newId } from '../platform/ids/new-id.ts';
import { fail, type Outcome } from '../platform/outcome.ts';
import type { Shop } from '../platform/shop.ts';
import type { CartLine } from './cart-model.ts';
import { changeCart } from './change-cart.ts';
import { loadOffer } from './load-offer.ts';
import { addToLines } from './rules.ts';

/**
 * Puts a SKU in the cart, on top of what is there of it.
 * @returns SKU_UNKNOWN, PRODUCT_UNAVAILABLE, CART_FULL, LIMIT_PER_ORDER, or STOCK_NOT_ENOUGH by the stock of this moment
 */
export async function addLine(
  shop: Shop,
  memberId: string,
  { skuId, quantity }: { skuId: string; quantity: number },
): Promise<Outcome<CartLine[]>> {
  const found = await loadOffer(shop, skuId);
  if (!found) return fail('SKU_UNKNOWN');
  const { sellable, offer } = found;
  if (!offer) return fail('PRODUCT_UNAVAILABLE');
  const fresh: CartLine = {
    lineId: newId(),
    skuId,
    productId: sellable.product._id,
    quantity,
    selected: true,
    addedPriceFen: offer.priceFen,
    addedAt: shop.clock.now(),
  };
  return changeCart(shop, memberId, (lines) => addToLines(lines, fresh, offer, shop.config.LIMIT_CART_LINES));
}

import { addCartLine, getCart } from '../../contract/cart.ts';
import { notAsExpected } from './demo-failure.ts';
import type { Bought } from './offer.ts';
import type { ShopClient } from './shop-client.ts';
import type { Step } from './step-printer.ts';
import { yuan } from './yuan.ts';

/** Puts the goods into the cart, one call each, and looks at the cart. */
export async function fillCart(client: ShopClient, step: Step, goods: readonly Bought[]): Promise<void> {
  const fill = async () => {
    for (const { sku, quantity } of goods) {
      await client.call(addCartLine, { body: { skuId: sku.skuId, quantity } });
    }
    const cart = await client.call(getCart, {});
    const wanted = goods.every(({ sku, quantity }) =>
      cart.lines.some((line) => line.skuId === sku.skuId && line.quantity === quantity && line.selected),
    );
    if (!wanted || cart.lines.length !== goods.length) {
      notAsExpected(`The cart holds ${JSON.stringify(cart.lines)}, not what was put in.`);
    }
    return cart;
  };
  await step(
    'Cart',
    fill,
    ({ lines, totals }) =>
      `${lines.length} 种商品，已选 ${totals.selectedQuantity} 件，合计 ${yuan(totals.goodsFen)}`,
  );
}

import * as contract from '../../contract/cart.ts';
import { bind, type Binding } from '../platform/http/call.ts';
import { done, type Outcome } from '../platform/outcome.ts';
import type { Shop } from '../platform/shop.ts';
import { addLine } from './add-line.ts';
import type { CartLine } from './cart-model.ts';
import { changeCart } from './change-cart.ts';
import { loadLines } from './load-lines.ts';
import { loadOffer } from './load-offer.ts';
import { type Cart, presentCart } from './present-cart.ts';
import { changeLine, removeLine, selectAll } from './rules.ts';

async function answer(shop: Shop, lines: Outcome<CartLine[]>): Promise<Outcome<Cart>> {
  return lines.ok ? done(await presentCart(shop, lines.value)) : lines;
}

export const cartRoutes: readonly Binding[] = [
  bind(contract.getCart, async ({ shop, caller }) =>
    done(await presentCart(shop, await loadLines(shop, caller.memberId))),
  ),
  bind(contract.addCartLine, async ({ shop, caller, body }) =>
    answer(shop, await addLine(shop, caller.memberId, body)),
  ),
  bind(contract.changeCartLine, async ({ shop, caller, params, body }) => {
    const found = body.quantity === undefined ? null : await loadOffer(shop, params.skuId);
    const change = { ...params, ...body };
    const changed = await changeCart(shop, caller.memberId, (lines) =>
      changeLine(lines, change, found?.offer ?? null),
    );
    return answer(shop, changed);
  }),
  bind(contract.removeCartLine, async ({ shop, caller, params }) =>
    answer(shop, await changeCart(shop, caller.memberId, (lines) => removeLine(lines, params.skuId))),
  ),
  bind(contract.selectCart, async ({ shop, caller, body }) =>
    answer(
      shop,
      await changeCart(shop, caller.memberId, (lines) => done(selectAll(lines, body.selectedAll))),
    ),
  ),
];

import { batched } from '../platform/batched.ts';
import { trusted } from '../platform/mongo/model.ts';
import { type CartLine, carts } from './cart-model.ts';

/** The lines in a shopper's cart, fresh; one find for all who ask at once. */
export const loadLines = batched<string, CartLine[]>(async (shop, memberIds) => {
  const found = await carts(shop)
    .find({ _id: trusted({ $in: [...new Set(memberIds)] }) })
    .lean();
  const linesOf = new Map(found.map((cart) => [cart._id, cart.lines]));
  return memberIds.map((memberId) => linesOf.get(memberId) ?? []);
});

import { batched } from '../platform/batched.ts';
import { trusted } from '../platform/mongo/model.ts';
import type { Shop } from '../platform/shop.ts';
import { type OrderDoc, orders } from './order-model.ts';

const load = batched<string, OrderDoc | null>(async (shop, keys) => {
  const pairs = keys.map((key) => key.split(' ') as [string, string]);
  const found = await orders(shop)
    .find({
      memberId: trusted({ $in: pairs.map(([memberId]) => memberId) }),
      idempotencyKey: trusted({ $in: pairs.map(([, key]) => key) }),
    })
    .lean<OrderDoc[]>();
  const byKey = new Map(found.map((order) => [`${order.memberId} ${order.idempotencyKey}`, order]));
  return keys.map((key) => byKey.get(key) ?? null);
});

/** The order a member's idempotency key made, or null. Neither part contains a blank (the contract's rule). */
export function loadByKey(shop: Shop, memberId: string, idempotencyKey: string): Promise<OrderDoc | null> {
  return load(shop, `${memberId} ${idempotencyKey}`);
}

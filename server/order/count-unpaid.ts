import { batched } from '../platform/batched.ts';
import { trusted } from '../platform/mongo/model.ts';
import { orders } from './order-model.ts';

/** How many orders of a member wait for payment; answered from the index alone. */
export const countUnpaid = batched<string, number>(async (shop, memberIds) => {
  const memberId = trusted({ $in: [...new Set(memberIds)] });
  const unpaid = await orders(shop)
    .find({ memberId, state: 'awaiting-payment' }, { _id: 0, memberId: 1 })
    .lean();
  const counts = new Map<string, number>();
  for (const { memberId: owner } of unpaid) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  return memberIds.map((owner) => counts.get(owner) ?? 0);
});

import { batched } from '../platform/batched.ts';
import { orders } from './order-model.ts';

/** How many orders of a member wait for payment. */
export const countUnpaid = batched<string, number>(async (shop, memberIds) => {
  const counts = await orders(shop).aggregate<{ _id: string; count: number }>([
    { $match: { memberId: { $in: [...new Set(memberIds)] }, state: 'awaiting-payment' } },
    { $group: { _id: '$memberId', count: { $sum: 1 } } },
  ]);
  const byMember = new Map(counts.map(({ _id, count }) => [_id, count]));
  return memberIds.map((memberId) => byMember.get(memberId) ?? 0);
});

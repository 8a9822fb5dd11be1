import { batched } from '../platform/batched.ts';
import { trusted } from '../platform/mongo/model.ts';
import { type MemberDoc, members } from './member-model.ts';

/** A member by id; null for one that is gone. Batched: for the placement of many orders at once. */
export const loadMember = batched<string, MemberDoc | null>(async (shop, ids) => {
  const found = await members(shop)
    .find({ _id: trusted({ $in: ids }) })
    .lean();
  const byId = new Map(found.map((member) => [member._id, member]));
  return ids.map((memberId) => byId.get(memberId) ?? null);
});

import { done, fail, type Outcome } from '../platform/outcome.ts';
import type { Shop } from '../platform/shop.ts';
import { type MemberDoc, members } from './member-model.ts';

/** Changes what a shopper may change of themself; fields not given stay. */
export async function updateMember(
  shop: Shop,
  memberId: string,
  change: { nickname?: string | undefined; avatarUrl?: string | undefined },
): Promise<Outcome<MemberDoc>> {
  const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const member = await members(shop)
    .findOneAndUpdate({ _id: memberId }, { $set: set }, { returnDocument: 'after' })
    .lean<MemberDoc>();
  return member ? done(member) : fail('NOT_SIGNED_IN');
}

import * as contract from '../../contract/session.ts';
import { loadMember } from '../member/load-member.ts';
import { updateMember } from '../member/update-member.ts';
import { bind, type Binding } from '../platform/http/call.ts';
import { done, fail } from '../platform/outcome.ts';
import { myProfile } from './my-profile.ts';

export const myRoutes: readonly Binding[] = [
  bind(contract.getMe, async ({ shop, caller }) => {
    const member = await loadMember(shop, caller.memberId);
    return member ? done(await myProfile(shop, member)) : fail('NOT_SIGNED_IN');
  }),
  bind(contract.updateMe, async ({ shop, caller, body }) => {
    const updated = await updateMember(shop, caller.memberId, body);
    return updated.ok ? done(await myProfile(shop, updated.value)) : updated;
  }),
];

import type { z } from 'zod';
import type { user } from '../../contract/session.ts';
import type { MemberDoc } from './member-model.ts';

/** A member as told to themself; the phone number is masked even then. */
export function presentMember(member: MemberDoc): z.input<typeof user> {
  const { _id: memberId, nickname, avatarUrl, phone } = member;
  return { memberId, nickname, avatarUrl, phone: phone && phone.replace(/^(\d{3})\d{4}/, '$1****') };
}

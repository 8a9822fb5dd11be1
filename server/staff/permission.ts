import { fail, type Failure } from '../platform/outcome.ts';

/** Everything a member of staff may be allowed to do. */
export const permissions = ['stock:write'] as const;
export type Permission = (typeof permissions)[number];

const everything = '*';

/** What each role may do. */
const roles: Readonly<Record<string, readonly (Permission | typeof everything)[]>> = {
  owner: [everything],
};

/** A role that is not in the table may do nothing. */
export function permissionsOf(role: string): readonly string[] {
  return Object.hasOwn(roles, role) ? (roles[role] ?? []) : [];
}

/** @returns null when the caller may; else the FORBIDDEN to answer with */
export function requires(caller: { permissions: readonly string[] }, permission: Permission): Failure | null {
  const held = caller.permissions;
  return held.includes(everything) || held.includes(permission) ? null : fail('FORBIDDEN');
}

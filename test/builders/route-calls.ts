import type { RouteSpec } from '../../contract/route.ts';
import { routes } from '../../contract/routes.ts';
import { problem, type Problem } from '../../contract/problem.ts';
import type { TestShop } from '../setup/start-test-shop.ts';
import type { ApiAnswer, ApiCall } from './call-api.ts';
import { signedInStaff } from './staff-desk.ts';

/** Rows for `test.each`: the call's name for the title, and its route. */
export function rowsOf(wanted: (spec: RouteSpec) => boolean): [string, RouteSpec][] {
  return routes.filter(wanted).map((spec) => [`${spec.method} ${spec.path}`, spec]);
}

/** A path of this route; ids are of the right form and name nothing. */
export function pathOf(spec: RouteSpec, id = '1'): string {
  return spec.path.replace(/:\w+/g, id);
}

/** What a caller of each kind sends to be recognised. */
export interface Callers {
  shopper: ApiCall;
  staff: ApiCall;
}

export async function someCallers(at: TestShop): Promise<Callers> {
  const { token } = await at.signIn();
  const { headers } = await signedInStaff(at);
  return { shopper: { token }, staff: { headers } };
}

/** Calls a route as somebody who may, with whatever body. */
export function callRoute(
  at: TestShop,
  callers: Callers,
  spec: RouteSpec,
  what: ApiCall & { path?: string },
): Promise<ApiAnswer> {
  const caller = spec.auth === 'staff' ? callers.staff : callers.shopper;
  const { path = pathOf(spec), headers, ...rest } = what;
  const key = spec.headers ? { 'Idempotency-Key': 'a-key' } : {};
  return at.call(spec.method, path, {
    ...caller,
    ...rest,
    headers: { ...caller.headers, ...key, ...headers },
  });
}

/** The refusal as the contract has it; fails where the answer is none. */
export function problemOf(answer: ApiAnswer): Problem {
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const parsed = problem.parse(answer.json);
  expect(parsed.status).toBe(answer.status);
  // Texts are for shoppers: never a stack, a query or an English message of some library.
  expect(parsed.detail).toMatch(/[\u4e00-\u9fff]/);
  return parsed;
}

/** Everything in the database but sessions and leases, which live by themselves. */
export async function contentOf({ shop }: TestShop): Promise<string> {
  const volatile = new Set(['processes', 'jobs', 'sessions', 'staffSessions']);
  const all = (await shop.db.listCollections()).map(({ name }) => name).filter((name) => !volatile.has(name));
  const contents = all
    .sort()
    .map(async (name) => [name, await shop.db.collection(name).find().sort({ _id: 1 }).toArray()]);
  return JSON.stringify(await Promise.all(contents));
}

import { errorKinds } from '../../contract/errors.ts';
import { productSorts } from '../../contract/catalog.ts';
import * as states from '../../contract/states.ts';
import type { RouteSpec } from '../../contract/route.ts';

function constant(name: string, value: unknown): string {
  return `export const ${name} = ${JSON.stringify(value)} as const;\n`;
}

/** `orderStates` → `OrderState`. */
function memberType(name: string): string {
  const singular = name.replace(/ies$/, 'y').replace(/s$/, '');
  return singular.charAt(0).toUpperCase() + singular.slice(1);
}

/** States, choices and error codes as plain constants, each list with the type of its members. */
export function constantsText(): string {
  const lists = Object.entries({ ...states, productSorts }).map(
    ([name, value]) =>
      constant(name, value) + `export type ${memberType(name)} = (typeof ${name})[number];\n`,
  );
  const errors =
    '/** Every error code: HTTP status, whether the same call may succeed later, text to show. */\n' +
    constant('errorKinds', errorKinds) +
    'export type ErrorCode = keyof typeof errorKinds;\n';
  return [...lists, errors].join('\n');
}

/** Method, path and need of a token for every call, by name. */
export function routesText(routes: readonly RouteSpec[]): string {
  const table = Object.fromEntries(
    routes.map(({ name, method, path, auth }) => [name, { method, path, auth }]),
  );
  return `${constant('routes', table)}export type CallName = keyof typeof routes;\n`;
}

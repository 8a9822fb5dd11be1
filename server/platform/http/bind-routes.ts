import type { Router } from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import type { Authenticators, Binding, Call } from './call.ts';
import { callerAddress } from './caller-address.ts';
import { readJsonBody } from './read-body.ts';
import { sameText } from './same-text.ts';
import { sendProblem } from './problem.ts';
import { validate } from './validate.ts';
import { fail, type Failure } from '../outcome.ts';
import type { RouteSpec } from '../../../contract/route.ts';
import type { Shop } from '../shop.ts';

type Caller = { ok: true; value: unknown } | Failure;

async function authenticate(shop: Shop, by: Authenticators, spec: RouteSpec, http: Context): Promise<Caller> {
  switch (spec.auth) {
    case 'public':
      return { ok: true, value: null };
    case 'optional-shopper':
      return { ok: true, value: await by.shopper(shop, http) };
    case 'shopper': {
      const shopper = await by.shopper(shop, http);
      return shopper ? { ok: true, value: shopper } : fail('NOT_SIGNED_IN');
    }
    case 'staff': {
      const staff = await by.staff(shop, http);
      if (!staff) return fail('NOT_SIGNED_IN');
      const safe = spec.method === 'GET' || sameText(http.get('X-CSRF-Token'), staff.csrfToken);
      return safe ? { ok: true, value: staff } : fail('CSRF_REFUSED');
    }
  }
}

function answer(
  shop: Shop,
  spec: RouteSpec,
  http: Context,
  value: unknown,
  status: number | undefined,
): void {
  if (!spec.response) {
    http.status = 204;
    return;
  }
  // Tests and development find an answer that breaks the contract; production does not pay for the check.
  if (!shop.config.production) spec.response.parse(value);
  http.status = status ?? spec.status ?? 200;
  http.type = 'application/json';
  // What belongs to one person must not stay in a shared cache.
  if (spec.auth !== 'public') http.set('Cache-Control', 'no-store');
  http.body = JSON.stringify(value);
}

const needsKey = ({ headers }: RouteSpec): boolean =>
  headers !== undefined && !z.safeParse(headers.shape['idempotency-key'] ?? z.unknown(), undefined).success;

async function serve(shop: Shop, by: Authenticators, binding: Binding, http: Context): Promise<void> {
  const { spec } = binding;
  const caller = await authenticate(shop, by, spec, http);
  if (!caller.ok) return sendProblem(http, caller);
  const body = spec.body ? await readJsonBody(http, shop.config.LIMIT_BODY_BYTES) : undefined;
  if (body && !body.ok) return sendProblem(http, body);
  if (needsKey(spec) && !http.get('Idempotency-Key')) {
    return sendProblem(http, fail('IDEMPOTENCY_KEY_MISSING'));
  }
  const params: unknown = 'params' in http ? http.params : {};
  const query = { ...http.query };
  const input = validate(spec, { params, query, headers: http.headers, body: body?.value });
  if (!input.ok) return sendProblem(http, input);
  const call = {
    shop,
    caller: caller.value,
    ip: callerAddress(http),
    http,
    ...input.value,
  } as Call<RouteSpec>;
  const outcome = await binding.handle(call);
  if (!outcome.ok) return sendProblem(http, outcome);
  answer(shop, spec, http, outcome.value, outcome.status);
}

/**
 * Puts every bound route on the router.
 * @throws at start when a route of the contract has no handler, or two
 */
export function bindRoutes(
  router: Router,
  shop: Shop,
  by: Authenticators,
  bindings: readonly Binding[],
  contract: readonly RouteSpec[],
): void {
  const bound = new Set<RouteSpec>();
  for (const binding of bindings) {
    if (bound.has(binding.spec)) throw new Error(`Two handlers for ${binding.spec.name}`);
    bound.add(binding.spec);
    router.register(binding.spec.path, [binding.spec.method], (http) => serve(shop, by, binding, http));
  }
  const unbound = contract.filter((spec) => !bound.has(spec)).map((spec) => spec.name);
  if (unbound.length > 0) throw new Error(`No handler for ${unbound.join(', ')}`);
}

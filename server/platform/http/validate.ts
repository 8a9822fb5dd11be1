import type { z } from 'zod';
import { z as zod } from 'zod';
import type { RouteSpec } from '../../../contract/route.ts';
import { fail, type Failure } from '../outcome.ts';

// Shoppers read these texts; zod's own are English unless told.
zod.config(zod.locales.zhCN());

export interface RawInput {
  params: unknown;
  query: unknown;
  headers: unknown;
  body: unknown;
}

function failureOf(error: z.ZodError, place: string): Failure {
  const errors = error.issues.slice(0, 20).flatMap((issue) => {
    const at = [place, ...issue.path].join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys
        .slice(0, 20)
        .map((key) => ({ path: `${at}.${key}`.slice(0, 200), message: '未知字段' }));
    }
    return [{ path: at.slice(0, 200), message: issue.message }];
  });
  return fail('INVALID_REQUEST', { errors });
}

/** Parses every part of a request by its route's schemas; unknown fields are refused, not passed on. */
export function validate(
  spec: RouteSpec,
  raw: RawInput,
): { ok: true; value: Record<keyof RawInput, unknown> } | Failure {
  const value: Record<keyof RawInput, unknown> = {
    params: undefined,
    query: undefined,
    headers: undefined,
    body: undefined,
  };
  for (const place of ['params', 'headers', 'query', 'body'] as const) {
    const schema = spec[place];
    if (!schema) continue;
    const parsed = schema.safeParse(raw[place]);
    if (!parsed.success) return failureOf(parsed.error, place);
    value[place] = parsed.data;
  }
  return { ok: true, value };
}

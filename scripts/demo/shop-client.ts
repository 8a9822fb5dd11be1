import { z } from 'zod';
import type { RouteSpec } from '../../contract/route.ts';
import { readAnswer } from './read-answer.ts';
import { sendRequest } from './send-request.ts';

type PartName = 'params' | 'query' | 'headers' | 'body';

/** What a call must bring, typed by the route's own schemas: exactly the parts the route has. */
export type CallInput<R extends RouteSpec> = {
  [Name in PartName as R extends Record<Name, z.ZodType> ? Name : never]: R extends Record<Name, infer S>
    ? z.input<S>
    : never;
};

type CallOutput<R extends RouteSpec> = R extends { response: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;

export interface ShopClient {
  /**
   * Makes a call of the contract and checks the answer against it.
   * @throws {DemoFailure} where the shop refuses, does not answer, or answers in another shape
   */
  call<R extends RouteSpec>(route: R, input: CallInput<R>): Promise<CallOutput<R>>;
}

/** Calls the shop as a mini-program does; `token` after sign-in. */
export function shopClient(shopUrl: string, token?: string): ShopClient {
  return {
    async call<R extends RouteSpec>(route: R, input: CallInput<R>): Promise<CallOutput<R>> {
      const parts: Partial<Record<PartName, unknown>> = input;
      const answer = await sendRequest({
        method: route.method,
        url: urlOf(shopUrl, route.path, texts(parts.params), texts(parts.query)),
        headers: { ...(token ? { Authorization: `Bearer ${token}` } : {}), ...texts(parts.headers) },
        body: parts.body,
      });
      const schema = route.response ?? z.undefined();
      const expected = route.status ?? (route.response ? 200 : 204);
      // The schema is the route's own: what it let through has the route's type.
      return readAnswer(answer, expected, schema) as CallOutput<R>;
    },
  };
}

function urlOf(
  shopUrl: string,
  path: string,
  params: Record<string, string>,
  query: Record<string, string>,
): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const url = new URL(filled, shopUrl);
  url.search = new URLSearchParams(query).toString();
  return url.href;
}

function texts(values: unknown): Record<string, string> {
  if (typeof values !== 'object' || values === null) return {};
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

import type { Context } from 'koa';
import type { z } from 'zod';
import { parseJson } from '../http/parse-json.ts';
import { readBody } from '../http/read-body.ts';
import type { World } from '../world.ts';

/** What a control answers; a refusal is `{code, message}`. */
export type ControlAnswer =
  { status: 200 | 201; body: unknown } | { status: 400 | 404 | 409; code: string; message: string };

/** One of the emulator's own controls, never part of WeChat. */
export interface ControlRoute {
  method: 'get' | 'put' | 'post' | 'delete';
  path: string;
  run(world: World, ctx: Context, body: unknown): ControlAnswer;
}

/** Answers a control over HTTP. A missing body is taken for `{}`. */
export async function answerControl(ctx: Context, world: World, route: ControlRoute): Promise<void> {
  const bytes = await readBody(ctx.req);
  const body = bytes === undefined ? undefined : bytes.length === 0 ? {} : parseJson(bytes);
  const answer = body === undefined ? malformed('请求体不是合法的JSON') : route.run(world, ctx, body);
  ctx.set('Cache-Control', 'no-store');
  ctx.status = answer.status;
  ctx.body = 'body' in answer ? answer.body : { code: answer.code, message: answer.message };
}

export const malformed = (message: string): ControlAnswer => ({ status: 400, code: 'MALFORMED', message });

/** The first fault of a body, with its place. */
export function malformedBody(error: z.ZodError): ControlAnswer {
  const issue = error.issues[0];
  return malformed(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`.replace(/^: /, ''));
}

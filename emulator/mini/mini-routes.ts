import type { Router } from '@koa/router';
import type { Context } from 'koa';
import { parseJson } from '../http/parse-json.ts';
import { readBody } from '../http/read-body.ts';
import type { World } from '../world.ts';
import { jscode2session } from './jscode2session.ts';
import type { MiniOutcome } from './mini-outcome.ts';
import { stableToken } from './stable-token.ts';

/** api.weixin.qq.com says text/plain over its JSON; a client that trusts the type must fail here, not there. */
function send(ctx: Context, outcome: MiniOutcome): void {
  ctx.type = 'text/plain; charset=utf-8';
  ctx.body = JSON.stringify(outcome);
}

/** The calls of the mini-program's server side. */
export function miniRoutes(router: Router, world: World): void {
  router.get('/sns/jscode2session', (ctx) => {
    send(ctx, jscode2session(world, new URLSearchParams(ctx.querystring)));
  });
  router.post('/cgi-bin/stable_token', async (ctx) => {
    send(ctx, stableToken(world, parseJson((await readBody(ctx.req)) ?? Buffer.alloc(0))));
  });
}

import type { Context } from 'koa';

/** Breaks the connection without an answer, as a lost one would. */
export function hangUp(ctx: Context): void {
  ctx.respond = false;
  ctx.req.socket.destroy();
}

import type { Context, Next } from 'koa';

const LOOPBACK_NAME = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;
const LOOPBACK_ADDRESS = /^(::ffff:)?127\.|^::1$/;

/**
 * The controls can pay and fail orders at will, so they answer this machine only, and a browser only from their own
 * page: a strange site open in it must not reach them (Origin, Sec-Fetch-Site), not even by a name that it points
 * here (Host).
 */
export async function loopbackOnly(ctx: Context, next: Next): Promise<void> {
  const local =
    LOOPBACK_ADDRESS.test(ctx.req.socket.remoteAddress ?? '') && LOOPBACK_NAME.test(ctx.get('host'));
  if (local && isOwnPage(ctx)) {
    await next();
    return;
  }
  ctx.status = 403;
  ctx.body = { code: 'LOOPBACK_ONLY', message: '模拟器的控制接口只接受本机访问' };
}

function isOwnPage(ctx: Context): boolean {
  const origin = ctx.get('origin');
  if (origin !== '' && origin !== `http://${ctx.get('host')}`) return false;
  const site = ctx.get('sec-fetch-site');
  if (site === '' || site === 'same-origin' || site === 'none') return true;
  // Following a link to the console is harmless; anything a page does unseen is not.
  return (
    ctx.method === 'GET' &&
    ctx.get('sec-fetch-mode') === 'navigate' &&
    ctx.get('sec-fetch-dest') === 'document'
  );
}

import { readFile } from 'node:fs/promises';
import type { Router } from '@koa/router';
import QRCode from 'qrcode';
import type { World } from '../world.ts';

const files = [
  { path: '/emulator', name: 'console.html', type: 'text/html; charset=utf-8' },
  { path: '/emulator/base.css', name: 'base.css', type: 'text/css; charset=utf-8' },
  { path: '/emulator/console.css', name: 'console.css', type: 'text/css; charset=utf-8' },
  { path: '/emulator/console.js', name: 'console.js', type: 'text/javascript; charset=utf-8' },
];

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The console: one page with its style and script, and the QR codes it shows. */
export function consoleRoutes(router: Router, world: World): void {
  for (const { path, name, type } of files) {
    router.get(path, async (ctx) => {
      ctx.set({
        'Content-Security-Policy': POLICY,
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'no-cache',
      });
      ctx.type = type;
      ctx.body = await readFile(new URL(name, import.meta.url));
    });
  }
  router.get('/emulator/payments/:outTradeNo/qr.svg', async (ctx) => {
    const codeUrl = world.orders.byNumber(ctx.params['outTradeNo'] ?? '')?.prepays.at(-1)?.codeUrl;
    if (codeUrl === undefined || codeUrl === null) return;
    ctx.type = 'image/svg+xml';
    ctx.set('Cache-Control', 'no-store');
    ctx.body = await QRCode.toString(codeUrl, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' });
  });
}

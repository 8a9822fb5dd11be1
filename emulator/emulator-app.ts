import { Router } from '@koa/router';
import Koa, { type Context } from 'koa';
import { consoleRoutes } from './console/console-routes.ts';
import { answerControl, type ControlRoute } from './control/control-route.ts';
import { clockControl } from './control/clock-control.ts';
import { codesControl } from './control/codes-control.ts';
import { configControl } from './control/config-control.ts';
import { faultsControl } from './control/faults-control.ts';
import { noticesControl } from './control/notices-control.ts';
import { paymentsControl } from './control/payments-control.ts';
import { loopbackOnly } from './http/loopback-only.ts';
import { miniRoutes } from './mini/mini-routes.ts';
import { orderQuery } from './v2/order-query.ts';
import { unifiedOrder } from './v2/unified-order.ts';
import { answerV2, type V2Call } from './v2/v2-call.ts';
import { v2CloseOrder } from './v2/v2-close-order.ts';
import { placeJsapi, placeNative } from './v3/place-transaction.ts';
import { queryByNumber, queryByTransaction } from './v3/query-transaction.ts';
import { answerV3, sendSigned, type V3Call } from './v3/v3-call.ts';
import { v3CloseOrder } from './v3/v3-close-order.ts';
import { refuse } from './v3/v3-outcome.ts';
import type { World } from './world.ts';

const v2Calls: V2Call[] = [unifiedOrder, orderQuery, v2CloseOrder];
const v3Calls: V3Call[] = [placeJsapi, placeNative, queryByNumber, queryByTransaction, v3CloseOrder];
const controls: ControlRoute[] = [
  ...configControl,
  ...codesControl,
  ...paymentsControl,
  ...noticesControl,
  ...faultsControl,
  ...clockControl,
];

/** WeChat's paths and the emulator's own controls as one Koa app. */
export function emulatorApp(world: World): Koa {
  const router = new Router();
  miniRoutes(router, world);
  for (const call of v2Calls) router.all(call.path, (ctx) => answerV2(ctx, world, call));
  for (const call of v3Calls) router[call.method](call.path, (ctx) => answerV3(ctx, world, call));
  router.use('/emulator', loopbackOnly);
  for (const route of controls) {
    router[route.method](route.path, (ctx) => answerControl(ctx, world, route));
  }
  consoleRoutes(router, world);
  router.redirect('/', '/emulator', 302);

  const app = new Koa();
  app.use(router.routes());
  app.use((ctx: Context) => {
    if (ctx.path.startsWith('/v3/'))
      sendSigned(ctx, world, refuse(404, 'RESOURCE_NOT_EXISTS', '无此接口', 268512771));
  });
  app.on('error', report);
  return app;
}

/** A client that goes away in mid-answer is everyday life; all else is a bug of the emulator. */
function report(error: NodeJS.ErrnoException): void {
  if (
    ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'HPE_INVALID_EOF_STATE'].includes(error.code ?? '')
  )
    return;
  process.stderr.write(`emulator: ${error.stack ?? error.message}\n`);
}

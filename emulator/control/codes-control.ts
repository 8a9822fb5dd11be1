import { z } from 'zod';
import { openid } from '../order/field-rules.ts';
import { malformedBody, type ControlRoute } from './control-route.ts';

const codeRequest = z.strictObject({ openid: openid.optional() });

/** `POST /emulator/codes`: what wx.login would have given to that shopper, or to a new one. */
export const codesControl: ControlRoute[] = [
  {
    method: 'post',
    path: '/emulator/codes',
    run(world, _ctx, body) {
      const parsed = codeRequest.safeParse(body);
      if (!parsed.success) return malformedBody(parsed.error);
      const issued = world.logins.issue(world.clock.now(), parsed.data.openid);
      world.changed();
      return { status: 201, body: issued };
    },
  },
  {
    method: 'get',
    path: '/emulator/shoppers',
    run: (world) => ({ status: 200, body: { items: world.logins.openids().slice(-50).toReversed() } }),
  },
];

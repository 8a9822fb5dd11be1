import { z } from 'zod';
import { settingsChange } from '../settings.ts';
import type { World } from '../world.ts';
import { malformed, malformedBody, type ControlAnswer, type ControlRoute } from './control-route.ts';

const clockChange = z.strictObject({
  scale: z.number().min(0.001).max(10_000_000).optional(),
  offsetSeconds: z.number().min(-31_536_000_0).max(31_536_000_0).optional(),
});

function showClock({ clock }: World): ControlAnswer {
  const { scale, offsetMs } = clock;
  return {
    status: 200,
    body: { scale, offsetSeconds: offsetMs / 1000, now: new Date(clock.now()).toISOString() },
  };
}

const showSettings = ({ settings }: World): ControlAnswer => ({ status: 200, body: { ...settings } });

/** `/emulator/clock` (pace and time) and `/emulator/settings` (switches of WeChat's behaviour). */
export const clockControl: ControlRoute[] = [
  { method: 'get', path: '/emulator/clock', run: showClock },
  {
    method: 'put',
    path: '/emulator/clock',
    run(world, _ctx, body) {
      const parsed = clockChange.safeParse(body);
      if (!parsed.success) return malformedBody(parsed.error);
      const { scale = world.clock.scale, offsetSeconds = world.clock.offsetMs / 1000 } = parsed.data;
      world.clock.scale = scale;
      world.clock.offsetMs = Math.round(offsetSeconds * 1000);
      world.notices.wake();
      return showClock(world);
    },
  },
  { method: 'get', path: '/emulator/settings', run: showSettings },
  {
    method: 'put',
    path: '/emulator/settings',
    run(world, _ctx, body) {
      const parsed = settingsChange.safeParse(body);
      if (!parsed.success) return malformedBody(parsed.error);
      const { closeMinAgeSeconds, noticeKeyId } = parsed.data;
      if (typeof noticeKeyId === 'string' && !world.merchant.hasPlatformKey(noticeKeyId)) {
        return malformed('noticeKeyId: 没有这个平台密钥');
      }
      if (closeMinAgeSeconds !== undefined) world.settings.closeMinAgeSeconds = closeMinAgeSeconds;
      if (noticeKeyId !== undefined) world.settings.noticeKeyId = noticeKeyId;
      return showSettings(world);
    },
  },
];

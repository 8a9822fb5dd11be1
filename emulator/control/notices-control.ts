import type { Notice } from '../notice/notice.ts';
import type { World } from '../world.ts';
import type { ControlRoute } from './control-route.ts';
import { newestFirst } from './newest-first.ts';

/** `GET /emulator/notices`: every notice with every delivery. */
export const noticesControl: ControlRoute[] = [
  {
    method: 'get',
    path: '/emulator/notices',
    run: (world, ctx) =>
      newestFirst(
        world.notices.all(),
        new URLSearchParams(ctx.querystring),
        (notice) => notice.noticeId,
        (notice) => present(world, notice),
      ),
  },
];

function present(world: World, notice: Notice): Record<string, unknown> {
  const { noticeId, api, kind, outTradeNo, url, state } = notice;
  const nextAttemptAt = world.notices.nextAttemptAt(notice);
  return {
    noticeId,
    api,
    kind,
    outTradeNo,
    url,
    state,
    createdAt: new Date(notice.createdAt).toISOString(),
    nextAttemptAt: nextAttemptAt === null ? null : new Date(nextAttemptAt).toISOString(),
    waitSeconds: nextAttemptAt === null ? null : notice.waitSeconds,
    attempts: notice.attempts.map(({ at, ...rest }) => ({ ...rest, at: new Date(at).toISOString() })),
  };
}

import type { Router } from '@koa/router';
import type { Context } from 'koa';
import { readRawBody } from '../platform/http/read-body.ts';
import type { Shop } from '../platform/shop.ts';
import { gateway } from './gateway.ts';
import { handleNotice } from './handle-notice.ts';
import { receiveNotice, type ReceivedNotice } from './receive-notice.ts';

/** A notification has a few KB; whatever is larger is not one. */
const maxBytes = 64 * 1024;

function answer(shop: Shop, http: Context, accepted: boolean, message?: string): void {
  const { status, contentType, body } = gateway(shop).acknowledge(accepted, message);
  http.status = status;
  if (body) http.body = body;
  http.type = contentType;
}

async function receive(shop: Shop, http: Context): Promise<ReceivedNotice | null> {
  const body = await readRawBody(http, maxBytes);
  if (!body.ok) return null;
  const headers = Object.fromEntries(
    Object.entries(http.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
  return receiveNotice(shop, { headers, body: body.value });
}

async function notify(shop: Shop, http: Context): Promise<void> {
  let received: ReceivedNotice | null;
  try {
    received = await receive(shop, http);
  } catch (error) {
    // Not stored: WeChat has to send it again.
    shop.log.error({ err: error }, 'notification not stored');
    return answer(shop, http, false, 'try again');
  }
  if (!received || received.kind === 'refused') {
    const message = received?.kind === 'refused' ? received.refusal.reason : 'malformed';
    return answer(shop, http, false, message);
  }
  answer(shop, http, true);
  // Answered first, handled after: WeChat waits 5 s at most. It is stored, so nothing is lost if we die now.
  const { kind } = received;
  if (kind === 'new') inHand(shop, handleNotice(shop, received.notice));
}

const working = new WeakMap<Shop, Set<Promise<void>>>();

/** Keeps the work in sight so that a stopping process waits for it. */
function inHand(shop: Shop, work: Promise<void>): void {
  const set = working.get(shop);
  if (!set) throw new Error('The notify route is not mounted');
  const settled = work
    .catch((error: unknown) => shop.log.error({ err: error }, 'notification left to the job'))
    .finally(() => set.delete(settled));
  set.add(settled);
}

/** WeChat Pay's notifications of the configured version; the other version's path does not exist. */
export function notifyRoute(router: Router, shop: Shop): void {
  const set = new Set<Promise<void>>();
  working.set(shop, set);
  shop.onStop(async () => {
    await Promise.all(set);
  });
  router.post(`/wechat/pay/${shop.config.WECHAT_PAY_API}/notify`, (http) => notify(shop, http));
}

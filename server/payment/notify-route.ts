import type { Router } from '@koa/router';
import type { Context } from 'koa';
import { readRawBody } from '../platform/http/read-body.ts';
import type { Shop } from '../platform/shop.ts';
import type { PaymentGateway } from '../wechat/pay/payment-gateway.ts';
import { configuredApis, gatewayOf, type PayApi } from './gateway.ts';
import { handleNotice } from './handle-notice.ts';
import { receiveNotice, type ReceivedNotice } from './receive-notice.ts';

/** A notification has a few KB; whatever is larger is not one. */
const maxBytes = 64 * 1024;

type Hearing = Pick<PaymentGateway, 'api' | 'readNotice' | 'acknowledge'>;

function answer(by: Hearing, http: Context, accepted: boolean, message?: string): void {
  const { status, contentType, body } = by.acknowledge(accepted, message);
  http.status = status;
  if (body) http.body = body;
  http.type = contentType;
}

async function receive(shop: Shop, by: Hearing, http: Context): Promise<ReceivedNotice | null> {
  const body = await readRawBody(http, maxBytes);
  if (!body.ok) return null;
  const headers = Object.fromEntries(
    Object.entries(http.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
  return receiveNotice(shop, by, { headers, body: body.value });
}

async function notify(shop: Shop, api: PayApi, http: Context): Promise<void> {
  const by = gatewayOf(shop, api, 'job');
  let received: ReceivedNotice | null;
  try {
    received = await receive(shop, by, http);
  } catch (error) {
    // Not stored: WeChat has to send it again.
    shop.log.error({ err: error }, 'notification not stored');
    return answer(by, http, false, 'try again');
  }
  if (!received || received.kind === 'refused') {
    const message = received?.kind === 'refused' ? received.refusal.reason : 'malformed';
    return answer(by, http, false, message);
  }
  answer(by, http, true);
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

/**
 * WeChat Pay's notifications, a path for each version whose keys are configured: after a change of version
 * the payments started before are still heard of.
 */
export function notifyRoute(router: Router, shop: Shop): void {
  const set = new Set<Promise<void>>();
  working.set(shop, set);
  shop.onStop(async () => {
    await Promise.all(set);
  });
  for (const api of configuredApis(shop.config)) {
    router.post(`/wechat/pay/${api}/notify`, (http) => notify(shop, api, http));
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { WechatClock } from '../clock.ts';
import type { NotifyFault } from '../fault/fault-rule.ts';
import type { FaultTable } from '../fault/fault-table.ts';
import type { Merchant } from '../merchant/merchant.ts';
import type { Order } from '../order/order.ts';
import { randomText } from '../random-text.ts';
import type { Settings } from '../settings.ts';
import { forgetOldNotices } from './forget-old-notices.ts';
import type { Attempt, Notice } from './notice.ts';
import { paymentNoticeV2 } from './payment-notice-v2.ts';
import { paymentNoticeV3 } from './payment-notice-v3.ts';
import { retrySchedule } from './retry-schedule.ts';
import { sendNotice, type Delivery } from './send-notice.ts';

const AT_ONCE = 64;
/** The clock may be moved by hand, so the desk never sleeps longer than this without looking at it. */
const NAP_MS = 250;
const ATTEMPTS_KEPT = 100;

export interface NoticeDeskParts {
  clock: WechatClock;
  merchant: Merchant;
  faults: FaultTable;
  settings: Settings;
  /** How long the merchant may take to answer. */
  timeoutMs: number;
  /** How many notices are remembered. */
  limit: number;
  changed(): void;
}

/** Tells the merchant, and tells again on WeChat's schedule until it has heard or the schedule is over. */
export class NoticeDesk {
  readonly #parts: NoticeDeskParts;
  readonly #notices: Map<string, Notice>;
  readonly #underway = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #waking: NodeJS.Immediate | undefined;

  constructor(parts: NoticeDeskParts, saved: readonly Notice[] = []) {
    this.#parts = parts;
    this.#notices = new Map(saved.map((notice) => [notice.noticeId, notice]));
  }

  /** Queues the notice of a payment; its first delivery starts at once, after the present call. */
  announcePayment(order: Order): void {
    const { merchant, clock } = this.#parts;
    const now = clock.now();
    const noticeId = `EV-${randomText(8, 'digits')}${Math.floor(now / 1000)}${randomText(10, 'digits')}`;
    const body =
      order.api === 'v2' ? paymentNoticeV2(merchant, order) : paymentNoticeV3(merchant, order, noticeId, now);
    const { api, outTradeNo, notifyUrl: url } = order;
    const schedule = { tries: 0, waitingSince: now, waitSeconds: 0 };
    this.#notices.set(noticeId, {
      noticeId,
      api,
      kind: 'payment',
      outTradeNo,
      url,
      body,
      state: 'pending',
      createdAt: now,
      ...schedule,
      attempts: [],
    });
    forgetOldNotices(this.#notices, this.#parts.limit);
    this.#parts.changed();
    this.wake();
  }

  /** All notices, oldest first. */
  all(): Notice[] {
    return [...this.#notices.values()];
  }

  /** When a pending notice is delivered next, Unix milliseconds. */
  nextAttemptAt(notice: Notice): number | null {
    if (notice.state !== 'pending') return null;
    return notice.waitingSince + this.#parts.clock.waitMs(notice.waitSeconds);
  }

  /** Looks what is due, now and from now on; also after the clock has been moved. */
  wake(): void {
    if (this.#stop.signal.aborted) return;
    this.#waking ??= setImmediate(() => {
      this.#waking = undefined;
      this.#deliverDue();
    });
  }

  /** Stops delivering; what is under way is cut off and stays due. */
  async close(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    clearImmediate(this.#waking);
    await Promise.all(this.#underway.values());
  }

  #deliverDue(): void {
    clearTimeout(this.#timer);
    const now = this.#parts.clock.now();
    let nap = Infinity;
    for (const notice of this.#notices.values()) {
      const dueAt = this.nextAttemptAt(notice);
      if (dueAt === null || this.#underway.has(notice.noticeId)) continue;
      if (this.#underway.size >= AT_ONCE) return;
      if (dueAt <= now) this.#start(notice);
      else nap = Math.min(nap, dueAt - now, NAP_MS);
    }
    if (nap !== Infinity) this.#timer = setTimeout(() => this.#deliverDue(), nap);
  }

  #start(notice: Notice): void {
    const work = this.#deliver(notice).finally(() => {
      this.#underway.delete(notice.noticeId);
      this.#parts.changed();
      this.wake();
    });
    this.#underway.set(notice.noticeId, work);
  }

  async #deliver(notice: Notice): Promise<void> {
    const { faults, clock } = this.#parts;
    const { outTradeNo, api } = notice;
    const attempt = notice.tries + 1;
    const fault = faults.strikeNotice({ outTradeNo, api, attempt });
    if (fault?.action === 'delay') await this.#sleep(fault.ms ?? 0);
    if (this.#stop.signal.aborted) return;
    const at = clock.now();
    const deliveries = await this.#send(notice, fault);
    notice.attempts = [
      ...notice.attempts,
      ...deliveries.map((delivery): Attempt => ({ attempt, at, ...delivery })),
    ].slice(-ATTEMPTS_KEPT);
    if (deliveries.some(({ outcome }) => outcome === 'cut-off')) return;
    settle(notice, deliveries, clock.now());
  }

  async #send(notice: Notice, fault: NotifyFault | undefined): Promise<Delivery[]> {
    const unsent = { status: null, body: '', durationMs: 0 };
    if (fault?.action === 'drop') return [{ ...unsent, outcome: 'dropped' }];
    if (fault?.action === 'lose') return [{ ...unsent, outcome: 'lost' }];
    const { merchant, clock, settings, timeoutMs } = this.#parts;
    const copies = fault?.action === 'duplicate' ? (fault.count ?? 2) : 1;
    const terms = {
      merchant,
      keyId: settings.noticeKeyId,
      now: clock.now(),
      timeoutMs,
      stop: this.#stop.signal,
    };
    return Promise.all(Array.from({ length: copies }, () => sendNotice(notice, terms)));
  }

  async #sleep(ms: number): Promise<void> {
    // Stopping ends the sleep by a rejection that says nothing new.
    await sleep(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}

function settle(notice: Notice, deliveries: readonly Delivery[], now: number): void {
  notice.tries += 1;
  notice.waitingSince = now;
  const wait = retrySchedule[notice.tries - 1];
  if (deliveries.some(({ outcome }) => outcome === 'accepted')) notice.state = 'delivered';
  else if (deliveries.some(({ outcome }) => outcome === 'dropped')) notice.state = 'dropped';
  else if (wait === undefined) notice.state = 'failed';
  else notice.waitSeconds = wait;
}

import { createHash } from 'node:crypto';
import { isDuplicateKey } from '../platform/mongo/duplicate-key.ts';
import { at } from '../platform/point.ts';
import type { Shop } from '../platform/shop.ts';
import type { NoticeResult, PaymentGateway, RawNotice, TradeReport } from '../wechat/pay/payment-gateway.ts';
import { type PaymentNoticeDoc, paymentNotices } from './notice-model.ts';

/** Should this process die right after the acknowledgement, the job takes over after this time. */
const takeOverMs = 10_000;

/** Kept as evidence: what the signature was made over, and where the notice can be looked up at WeChat. */
const keptHeaders = [
  'content-type',
  'request-id',
  'wechatpay-nonce',
  'wechatpay-serial',
  'wechatpay-signature',
  'wechatpay-signature-type',
  'wechatpay-timestamp',
];

export type ReceivedNotice =
  /** Stored for the first time: to be handled now. */
  | { kind: 'new'; notice: PaymentNoticeDoc }
  /** Stored before: acknowledged again, nothing else. */
  | { kind: 'known' }
  | { kind: 'refused'; refusal: NoticeResult & { ok: false } };

/**
 * v2 does not number its notifications: what is said is part of the id, so that a repeat is known while
 * another word about the same transaction (another amount) is heard.
 */
function inboxId(api: PaymentGateway['api'], noticeId: string, trade: TradeReport): string {
  if (api === 'v3') return `v3:${noticeId}`;
  const said = createHash('sha256').update(JSON.stringify(trade)).digest('hex').slice(0, 16);
  return `v2:${noticeId}:${said}`;
}

/**
 * Verifies a notification and puts it into the inbox, raw, with a majority write. Only after this may it be
 * acknowledged: WeChat will not send it again.
 */
export async function receiveNotice(
  shop: Shop,
  by: Pick<PaymentGateway, 'api' | 'readNotice'>,
  raw: RawNotice,
): Promise<ReceivedNotice> {
  const { api } = by;
  const read = by.readNotice(raw);
  if (!read.ok) {
    shop.log.warn({ reason: read.reason, message: read.message }, 'notification refused');
    return { kind: 'refused', refusal: read };
  }
  const receivedAt = shop.clock.now();
  const notice: PaymentNoticeDoc = {
    _id: inboxId(api, read.noticeId, read.trade),
    api,
    headers: Object.fromEntries(keptHeaders.flatMap((name) => [[name, raw.headers[name] ?? '']])),
    body: raw.body,
    trade: read.trade,
    outTradeNo: read.trade.outTradeNo,
    receivedAt,
    state: 'received',
    handledAt: null,
    attempts: 0,
    dueAt: new Date(receivedAt.getTime() + takeOverMs),
    error: null,
  };
  try {
    await paymentNotices(shop).create(notice);
  } catch (error) {
    if (isDuplicateKey(error)) return { kind: 'known' };
    throw error;
  }
  await at(shop, 'payment.notice-stored', { noticeId: notice._id });
  return { kind: 'new', notice };
}

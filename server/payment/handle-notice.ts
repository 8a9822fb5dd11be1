import { reportIncident } from '../incident/report-incident.ts';
import { trusted } from '../platform/mongo/model.ts';
import type { Shop } from '../platform/shop.ts';
import { confirmPayment } from './confirm-payment.ts';
import { type PaymentNoticeDoc, paymentNotices } from './notice-model.ts';

const backoffMs = (attempts: number): number => Math.min(10_000 * 2 ** attempts, 3_600_000);

/** Twenty minutes of failures: no passing trouble any more. */
const tellAfter = 8;

/** Moves a notice that could not be applied to a later time; one that fails again and again needs a person. */
async function putOff(shop: Shop, notice: PaymentNoticeDoc, error: unknown): Promise<void> {
  const { _id, attempts, outTradeNo } = notice;
  const text = String(error).slice(0, 500);
  if (attempts + 1 >= tellAfter) {
    const evidence = { outTradeNo, error: text };
    await reportIncident(shop, { kind: 'NOTICE_NOT_APPLIED', subject: _id, evidence });
  }
  const dueAt = new Date(shop.clock.now().getTime() + backoffMs(attempts));
  await paymentNotices(shop).updateOne(
    { _id, state: 'received' },
    { $set: { dueAt, error: text }, $inc: { attempts: 1 } },
  );
}

/** Applies one stored notification; on failure it stays in the inbox and is tried again later. */
export async function handleNotice(shop: Shop, notice: PaymentNoticeDoc): Promise<void> {
  const { _id, trade, attempts } = notice;
  try {
    await confirmPayment(shop, trade);
  } catch (error) {
    shop.log.error({ err: error, noticeId: _id, attempts }, 'notification not applied yet');
    await putOff(shop, notice, error);
    return;
  }
  await paymentNotices(shop).updateOne(
    { _id },
    { $set: { state: 'handled', handledAt: shop.clock.now(), dueAt: null, error: null } },
  );
}

/** Handles what a process left in the inbox when it died or failed. Bounded; the job returns. */
export async function handleDueNotices(shop: Shop): Promise<void> {
  const due = await paymentNotices(shop)
    .find({ state: 'received', dueAt: trusted({ $lte: shop.clock.now() }) })
    .sort({ dueAt: 1 })
    .limit(100)
    .lean<PaymentNoticeDoc[]>();
  for (const notice of due) await handleNotice(shop, notice);
}

import { trusted } from '../platform/mongo/model.ts';
import type { Shop } from '../platform/shop.ts';
import { type PaymentDoc, payments } from './payment-model.ts';
import { refreshPayment } from './refresh-payment.ts';
import { workThrough } from './work-through.ts';

const batch = 100;
const concurrency = 4;
const maxWaitMs = 600_000;

/** Each query comes later than the one before: ×2, at most every 10 minutes. */
function nextQuery(shop: Shop, payment: PaymentDoc): Date {
  const first = shop.config.PAYMENT_QUERY_INTERVAL_SECONDS * 1000;
  const wait = Math.min(first * 2 ** payment.queries, Math.max(maxWaitMs, first));
  return new Date(shop.clock.now().getTime() + wait);
}

/** Claims the query by moving it on: two workers never ask for the same number at once. */
async function claim(shop: Shop, payment: PaymentDoc): Promise<boolean> {
  const claimed = await payments(shop).updateOne(
    { _id: payment._id, state: 'pending', queries: payment.queries, nextQueryAt: payment.nextQueryAt },
    {
      $set: { nextQueryAt: nextQuery(shop, payment), lastQueriedAt: shop.clock.now() },
      $inc: { queries: 1 },
    },
  );
  return claimed.modifiedCount === 1;
}

/** Finds the payments whose notification never came, by asking WeChat on a schedule that thins out. */
export async function queryUnpaidPayments(shop: Shop): Promise<void> {
  const due = await payments(shop)
    .find({ state: 'pending', nextQueryAt: trusted({ $lte: shop.clock.now() }) })
    .sort({ nextQueryAt: 1 })
    .limit(batch)
    .lean<PaymentDoc[]>();
  await workThrough(due, {
    concurrency,
    async work(payment) {
      if (await claim(shop, payment)) await refreshPayment(shop, payment, 'job');
    },
    failed(error, { _id }) {
      shop.log.warn({ err: error, paymentNo: _id }, 'query: WeChat did not answer');
    },
  });
}

import { trusted } from '../platform/mongo/model.ts';
import type { Shop } from '../platform/shop.ts';
import { type PaymentDoc, payments } from './payment-model.ts';

/** Shoppers poll every 3 s, on several devices perhaps; WeChat is asked at most this often for one number. */
const askEveryMs = 2500;

/** Takes the right to ask WeChat about an open attempt now; of several callers at once only one gets it. */
export async function mayAsk(shop: Shop, payment: Pick<PaymentDoc, '_id'>): Promise<boolean> {
  const now = shop.clock.now();
  const before = trusted({ $lte: new Date(now.getTime() - askEveryMs) });
  const taken = await payments(shop).updateOne(
    { _id: payment._id, state: 'pending', $or: [{ lastQueriedAt: null }, { lastQueriedAt: before }] },
    { $set: { lastQueriedAt: now } },
  );
  return taken.modifiedCount === 1;
}

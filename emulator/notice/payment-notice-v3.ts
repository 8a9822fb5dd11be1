import { beijingTime } from '../beijing-time.ts';
import type { Merchant } from '../merchant/merchant.ts';
import type { Order } from '../order/order.ts';
import { sealResource } from '../signature/seal-resource.ts';
import { presentTransaction } from '../v3/present-transaction.ts';

/** The JSON that tells of a payment, its transaction sealed under the APIv3 key. */
export function paymentNoticeV3(merchant: Merchant, order: Order, noticeId: string, now: number): string {
  const transaction = JSON.stringify(presentTransaction(merchant, order));
  return JSON.stringify({
    id: noticeId,
    create_time: beijingTime.rfc3339(now),
    resource_type: 'encrypt-resource',
    event_type: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    resource: sealResource(transaction, 'transaction', merchant.credentials.v3Key),
  });
}

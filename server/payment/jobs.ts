import type { Recurring } from '../platform/outbox/run-due-jobs.ts';
import { closeExpiredOrders } from './close-expired.ts';
import { handleDueNotices } from './handle-notice.ts';
import { queryUnpaidPayments } from './query-unpaid.ts';

/** Truth found again, whatever got lost. */
export const paymentJobs: readonly Recurring[] = [
  { name: 'payment.handle-notices', everyMs: () => 5000, run: handleDueNotices },
  {
    name: 'payment.query-unpaid',
    everyMs: ({ config }) => Math.min(config.PAYMENT_QUERY_INTERVAL_SECONDS * 1000, 5000),
    run: queryUnpaidPayments,
  },
  { name: 'payment.close-expired', everyMs: () => 5000, run: closeExpiredOrders },
];

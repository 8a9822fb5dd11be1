import type { Recurring } from '../platform/outbox/run-due-jobs.ts';
import { refreshSales } from './refresh-sales.ts';

export const storefrontJobs: readonly Recurring[] = [
  { name: 'refresh-sales', everyMs: () => 5000, run: refreshSales },
];

import { Counter, Histogram } from 'prom-client';
import { perShop } from '../platform/shop.ts';

/** What the stock writer tells about itself. */
export const writerMetrics = perShop((shop) => {
  const registers = [shop.metrics];
  return {
    groupSize: new Histogram({
      name: 'stock_group_size',
      help: 'Tasks committed together',
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
      registers,
    }),
    flush: new Histogram({
      name: 'stock_flush_seconds',
      help: 'Time of one group, retries included',
      buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2, 5],
      registers,
    }),
    conflicts: new Counter({
      name: 'stock_conflicts_total',
      help: 'Groups that met another writer and ran again',
      registers,
    }),
    retries: new Counter({
      name: 'stock_retries_total',
      help: 'Groups that failed otherwise and were repeated or split',
      registers,
    }),
  };
});

import type { Shop } from '../shop.ts';
import type { EventDoc } from './event-model.ts';

export interface FailingJob {
  name: string;
  /** Failures without a success between them. */
  failures: number;
  failingSince: Date;
  error: string;
}

/**
 * How the outbox asks for a person. Supplied from above, since incidents are a room of their own. Told again
 * after a crash, so telling twice must change nothing.
 */
export interface Alerts {
  eventDead(shop: Shop, event: EventDoc, error: string): Promise<void>;
  jobFailing(shop: Shop, job: FailingJob): Promise<void>;
}

import type { Shop } from '../shop.ts';
import type { EventDoc } from './event-model.ts';

/**
 * What a room does on an event. It may run more than once (a process can die after the work and before the
 * note of it), so its write carries a unique key or a condition.
 */
export interface Effect {
  on: string;
  /** Unique, `room.verb`; stored on the event when done. */
  name: string;
  run(shop: Shop, event: EventDoc): Promise<void>;
}

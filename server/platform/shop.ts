import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Points } from './point.ts';

/** What one running shop is made of; handed to every use case as its first argument. */
export interface Shop {
  config: Config;
  clock: Clock;
  db: Connection;
  log: Logger;
  metrics: Registry;
  /** A new Snowflake number as a string of digits. */
  nextNo(): string;
  /** The slot this process holds in `processes`; its writer's session is recorded there. */
  readonly processNo: number;
  /** Who holds it: part of the filter of every write to the slot. */
  processOwner: string;
  /** How many other processes of this shop wrote stock a few seconds ago. */
  peers(): number;
  /** Set at the signal to stop: still answering, but no longer ready. */
  draining: boolean;
  /** Wakes the worker of this process: new events were committed. */
  wake(): void;
  /** Work to do before the database goes away, last registered first. */
  onStop(stop: () => Promise<void>): void;
  /** Named places where a test may wait or break; absent in every real process. */
  points?: Points;
}

/**
 * One instance of something per shop, made at first use: models, caches, queues, gateways.
 * Lets rooms own their singletons without a container and without globals shared by tests.
 */
export function perShop<T>(create: (shop: Shop) => T): (shop: Shop) => T {
  const made = new WeakMap<Shop, { value: T }>();
  return (shop) => {
    let entry = made.get(shop);
    if (!entry) {
      entry = { value: create(shop) };
      made.set(shop, entry);
    }
    return entry.value;
  };
}

import { Registry } from 'prom-client';
import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { leaseProcessSlot } from './ids/process-slot.ts';
import { createSnowflake } from './ids/snowflake.ts';
import { createLog } from './log.ts';
import { connect } from './mongo/connect.ts';
import { ensureIndexes } from './mongo/model.ts';
import { createAlarm } from './outbox/worker.ts';
import type { Points } from './point.ts';
import type { Shop } from './shop.ts';

export interface OpenShop {
  shop: Shop;
  alarm: ReturnType<typeof createAlarm>;
  /** Runs what rooms registered with onStop, gives the slot back, closes the database. */
  close(): Promise<void>;
}

/** Connects, leases a process slot, ends what a dead predecessor left open, and makes the indexes. */
export async function openShop(
  config: Config,
  options: { clock?: Clock; points?: Points } = {},
): Promise<OpenShop> {
  const log = createLog(config.LOG_LEVEL);
  const db = await connect(config.MONGODB_URI);
  const slot = await leaseProcessSlot(db, (error) => log.error({ err: error }, 'process slot not renewed'));
  const alarm = createAlarm();
  const stops: (() => Promise<void>)[] = [];
  const shop: Shop = {
    config,
    clock: options.clock ?? systemClock,
    db,
    log,
    metrics: new Registry(),
    nextNo: createSnowflake({ worker: slot.no, now: Date.now, leasedUntil: slot.leasedUntil }),
    get processNo() {
      return slot.no();
    },
    processOwner: slot.owner,
    draining: false,
    peers: slot.peers,
    wake: () => alarm.wake(),
    onStop: (stop) => stops.push(stop),
    ...(options.points ? { points: options.points } : {}),
  };
  await ensureIndexes(shop);
  const close = async (): Promise<void> => {
    for (const stop of stops.toReversed()) await stop();
    await slot.release();
    await db.close();
  };
  return { shop, alarm, close };
}

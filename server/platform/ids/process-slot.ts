import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import { endOrphanSession } from '../mongo/end-orphan-session.ts';
import { endDeadWriters } from './end-dead-writers.ts';
import type { ProcessDoc } from './process-model.ts';
import { leaseMs, takeSlot } from './take-slot.ts';

const renewEveryMs = 3_000;

/** What a running process holds in `processes`; another number after it had to take another slot. */
export interface ProcessSlot {
  no(): number;
  owner: string;
  /** ms since 1970; numbers may only be given for times before. */
  leasedUntil(): number;
  /** How many other processes write stock, as of the last renewal. */
  peers(): number;
  /** Renews now; the timer does it every 3 s. */
  renew(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Leases a process slot for 15 s and renews it every 3 s until released. The slot's number is the Snowflake
 * worker id; its document records the stock writer's session for a successor. A process that slept so long that
 * another took its slot takes a new one: it must neither repeat the other's numbers nor touch its record.
 */
export async function leaseProcessSlot(
  db: Connection,
  onError: (error: unknown) => void,
): Promise<ProcessSlot> {
  const owner = randomUUID();
  const collection = db.collection<ProcessDoc>('processes');
  const state = { no: -1, until: 0, peers: 0 };

  const take = async (): Promise<void> => {
    state.until = 0;
    const { no, until, orphanSession } = await takeSlot(db, owner);
    // A user without the right to end sessions can still run the shop: the orphan then ends by MongoDB's limit.
    if (orphanSession) await endOrphanSession(db, orphanSession).catch(onError);
    Object.assign(state, { no, until });
  };
  const renew = async (): Promise<void> => {
    const now = new Date();
    const expiresAt = new Date(now.getTime() + leaseMs);
    const kept = await collection.updateOne(
      { _id: state.no, owner },
      { $set: { renewedAt: now, expiresAt } },
    );
    if (kept.matchedCount === 0) await take();
    else state.until = expiresAt.getTime();
    state.peers = await collection.countDocuments({
      owner: { $ne: owner },
      expiresAt: { $gt: now },
      writerSession: { $type: 'binData' },
    });
    await endDeadWriters(db).catch(onError);
  };

  await take();
  await renew();
  const timer = setInterval(() => void renew().catch(onError), renewEveryMs);
  timer.unref();
  return {
    no: () => state.no,
    owner,
    leasedUntil: () => state.until,
    peers: () => state.peers,
    renew,
    async release() {
      clearInterval(timer);
      const gone = { expiresAt: new Date(0), writerSession: null };
      await collection.updateOne({ _id: state.no, owner }, { $set: gone });
    },
  };
}

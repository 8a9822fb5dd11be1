import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Connection } from 'mongoose';
import { isDuplicateKey } from '../mongo/duplicate-key.ts';
import { endDeadWriters } from './end-dead-writers.ts';
import { isDead } from './is-dead.ts';
import type { ProcessDoc } from './process-model.ts';

const leaseMs = 15_000;
const renewEveryMs = 3_000;
const slots = 1024;

export interface ProcessSlot {
  no: number;
  owner: string;
  /** ms since 1970. */
  leasedUntil(): number;
  /** How many other processes held a slot at the last renewal. */
  peers(): number;
  /** The writer session a dead predecessor in this slot left behind, to be ended before our own is used. */
  orphanSession: Buffer | null;
  release(): Promise<void>;
}

/** Takes the lowest slot that is free, run out, or held by a dead process of this machine. */
async function take(db: Connection, owner: string): Promise<{ no: number; before: ProcessDoc | null }> {
  const collection = db.collection<ProcessDoc>('processes');
  const held = new Map((await collection.find().toArray()).map((slot) => [slot._id, slot]));
  for (let no = 0; no < slots; no += 1) {
    const now = new Date();
    const slot = held.get(no);
    const mine = {
      owner,
      host: hostname(),
      pid: process.pid,
      renewedAt: now,
      expiresAt: new Date(now.getTime() + leaseMs),
      writerSession: null,
    };
    if (!slot) {
      try {
        await collection.insertOne({ _id: no, ...mine });
        return { no, before: null };
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        continue;
      }
    }
    // A clock behind the predecessor's would repeat its numbers.
    if (slot.renewedAt > now || (slot.expiresAt > now && !isDead(slot))) continue;
    const taken = await collection.updateOne(
      { _id: no, owner: slot.owner, renewedAt: slot.renewedAt },
      { $set: mine },
    );
    if (taken.modifiedCount === 1) return { no, before: slot };
  }
  throw new Error(`All ${slots} process slots are held; is the clock behind?`);
}

/**
 * Leases a process slot for 15 s and renews it every 3 s until released. The slot's number is the
 * Snowflake worker id; its document records the stock writer's session for a successor.
 */
export async function leaseProcessSlot(
  db: Connection,
  onLost: (error: unknown) => void,
): Promise<ProcessSlot> {
  const owner = randomUUID();
  const { no, before } = await take(db, owner);
  let until = Date.now() + leaseMs;
  const collection = db.collection<ProcessDoc>('processes');
  const countPeers = (): Promise<number> =>
    collection.countDocuments({ _id: { $ne: no }, expiresAt: { $gt: new Date() } });
  let peers = await countPeers();
  const renew = async (): Promise<void> => {
    const now = new Date();
    const expiresAt = new Date(now.getTime() + leaseMs);
    const kept = await collection.updateOne({ _id: no, owner }, { $set: { renewedAt: now, expiresAt } });
    if (kept.matchedCount === 0) throw new Error(`Process slot ${no} was taken over`);
    until = expiresAt.getTime();
    peers = await countPeers();
    await endDeadWriters(db);
  };
  const timer = setInterval(() => void renew().catch(onLost), renewEveryMs);
  timer.unref();
  return {
    no,
    owner,
    leasedUntil: () => until,
    peers: () => peers,
    orphanSession: before?.writerSession ? Buffer.from(before.writerSession.buffer) : null,
    async release() {
      clearInterval(timer);
      const gone = { expiresAt: new Date(0), writerSession: null };
      await collection.updateOne({ _id: no, owner }, { $set: gone });
    },
  };
}

import type { Connection } from 'mongoose';
import { isDuplicateKey } from '../mongo/duplicate-key.ts';
import { isDead } from './is-dead.ts';
import { machine } from './machine.ts';
import type { ProcessDoc } from './process-model.ts';

/** A slot is free this long after its last renewal; ms. */
export const leaseMs = 15_000;
const slots = 1024;

export interface TakenSlot {
  no: number;
  /** ms since 1970. */
  until: number;
  /** The writer session a dead predecessor in this slot left behind, to be ended before our own is used. */
  orphanSession: Buffer | null;
}

function lease(owner: string, now: Date): Omit<ProcessDoc, '_id'> {
  const expiresAt = new Date(now.getTime() + leaseMs);
  return { owner, machine: machine(), pid: process.pid, renewedAt: now, expiresAt, writerSession: null };
}

/** Takes the lowest slot that is free, run out, or held by a dead process of this machine. */
export async function takeSlot(db: Connection, owner: string): Promise<TakenSlot> {
  const collection = db.collection<ProcessDoc>('processes');
  const held = new Map((await collection.find().toArray()).map((slot) => [slot._id, slot]));
  for (let no = 0; no < slots; no += 1) {
    const now = new Date();
    const mine = lease(owner, now);
    const until = mine.expiresAt.getTime();
    const slot = held.get(no);
    if (!slot) {
      try {
        await collection.insertOne({ _id: no, ...mine });
        return { no, until, orphanSession: null };
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        continue;
      }
    }
    // A clock behind the predecessor's would repeat its numbers.
    if (slot.renewedAt > now || (slot.expiresAt > now && !isDead(slot))) continue;
    const filter = { _id: no, owner: slot.owner, renewedAt: slot.renewedAt };
    const taken = await collection.updateOne(filter, { $set: mine });
    if (taken.modifiedCount === 0) continue;
    return { no, until, orphanSession: slot.writerSession ? Buffer.from(slot.writerSession.buffer) : null };
  }
  throw new Error(`All ${slots} process slots are held; is the clock behind?`);
}

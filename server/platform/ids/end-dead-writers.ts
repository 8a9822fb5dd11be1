import type { Connection } from 'mongoose';
import { endOrphanSession } from '../mongo/end-orphan-session.ts';
import { isDead } from './is-dead.ts';
import type { ProcessDoc } from './process-model.ts';

/**
 * Ends the writer sessions of processes that are gone (their lease ran out, or they are dead on this machine)
 * and that nobody succeeded yet: an open transaction of theirs would hold its SKUs for up to a minute.
 * Claimed by taking the recorded id away first, so one process does it once.
 */
export async function endDeadWriters(db: Connection): Promise<void> {
  const slots = db.collection<ProcessDoc>('processes');
  const recorded = await slots.find({ writerSession: { $type: 'binData' } }).toArray();
  const now = new Date();
  for (const slot of recorded) {
    if (!slot.writerSession || (slot.expiresAt > now && !isDead(slot))) continue;
    const claimed = await slots.updateOne(
      { _id: slot._id, owner: slot.owner, renewedAt: slot.renewedAt, writerSession: slot.writerSession },
      { $set: { writerSession: null } },
    );
    if (claimed.modifiedCount === 1) await endOrphanSession(db, Buffer.from(slot.writerSession.buffer));
  }
}

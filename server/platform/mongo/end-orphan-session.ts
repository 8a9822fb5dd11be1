import type { Connection } from 'mongoose';
import { mongo } from 'mongoose';

/**
 * Ends one session of a process that died, and with it the transaction it may have left open: an orphan
 * transaction holds its SKUs for a minute and more, this frees them in milliseconds. Only ever called with a
 * session id that a slot's dead holder recorded as its own.
 */
export async function endOrphanSession(db: Connection, sessionId: Buffer): Promise<void> {
  const id = new mongo.Binary(sessionId, mongo.Binary.SUBTYPE_UUID);
  await db.db?.admin().command({ killSessions: [{ id }] });
}

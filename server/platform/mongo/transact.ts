import type { ClientSession } from 'mongoose';
import type { Shop } from '../shop.ts';

export const transactionOptions = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority', j: true },
  readPreference: 'primary',
} as const;

/**
 * Runs `work` in one transaction, again from its start on a write conflict. `work` must
 * therefore have no effect outside the session.
 */
export async function transact<T>(shop: Shop, work: (session: ClientSession) => Promise<T>): Promise<T> {
  const session = await shop.db.startSession();
  try {
    return await session.withTransaction(() => work(session), transactionOptions);
  } finally {
    await session.endSession();
  }
}

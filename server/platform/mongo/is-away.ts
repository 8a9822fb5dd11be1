import { mongo } from 'mongoose';
import { TooSlow } from '../within.ts';

const away = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoPoolClearedError',
  'MongoServerSelectionError',
  'MongoWaitQueueTimeoutError',
]);

/** The database does not answer at the moment: the same call may succeed soon, so it is no bug of ours. */
export function isAway(error: unknown): boolean {
  return error instanceof TooSlow || (error instanceof mongo.MongoError && away.has(error.name));
}

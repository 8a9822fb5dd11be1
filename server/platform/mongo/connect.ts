import mongoose, { type Connection } from 'mongoose';

mongoose.set('strictQuery', 'throw');
// A filter value that is an object with $-keys is taken as a plain value unless the code marks it `trusted`.
mongoose.set('sanitizeFilter', true);

/**
 * Connects with what the whole shop relies on: majority reads and journaled majority writes.
 * @throws when no primary answers within 10 s
 */
export async function connect(uri: string): Promise<Connection> {
  return mongoose
    .createConnection(uri, {
      readConcern: { level: 'majority' },
      writeConcern: { w: 'majority', journal: true },
      readPreference: 'primary',
      autoIndex: false,
      autoCreate: false,
      maxPoolSize: 50,
      serverSelectionTimeoutMS: 10_000,
      // A network that swallows packets gives no error; nothing may wait for it for ever.
      connectTimeoutMS: 5_000,
      heartbeatFrequencyMS: 5_000,
      socketTimeoutMS: 20_000,
      waitQueueTimeoutMS: 5_000,
    })
    .asPromise();
}

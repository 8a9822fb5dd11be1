import { mongo } from 'mongoose';
import { join } from 'node:path';
import { mongodFailure } from '../mongo/mongod-failure.ts';
import { startMongod } from '../mongo/start-mongod.ts';
import { StartError } from '../mongo/start-error.ts';
import type { StartSettings } from './start-settings.ts';

export type Database = {
  /** With the shop's database name. */
  uri: string;
  title: string;
  /** Only when the mongod is ours. */
  own?: {
    pid: number;
    /** Settles with what to tell when it has ended. */
    died: Promise<StartError>;
    stop: () => Promise<void>;
    kill: () => void;
  };
};

/**
 * The user's MongoDB where MONGODB_URI is set, else one of our own over `<DATA_DIR>/mongo`.
 * @throws {StartError} when there is none, or it is not a replica set (the shop needs transactions)
 */
export async function openDatabase(settings: StartSettings, log: (line: string) => void): Promise<Database> {
  if (settings.mongodbUri !== undefined) return useGiven(settings.mongodbUri);
  const dataDir = join(settings.dataDir, 'mongo');
  const mongod = await startMongod({ dataDir, port: settings.mongodbPort, log });
  const died = mongod.exited.then(async ({ code, signal }) => {
    const logFile = join(dataDir, 'mongod.log');
    const details = (await mongodFailure(logFile, '')).trimEnd();
    const how = signal ? `by ${signal}` : `with exit code ${code}`;
    return new StartError(
      [`MongoDB ended ${how}.`, details, `Its log: ${logFile}`].filter(Boolean).join('\n'),
    );
  });
  return {
    uri: mongod.uri.replace('/?', '/xiaopu?'),
    title: `MongoDB ${mongod.binary.version} on port ${mongod.port}`,
    own: { pid: mongod.pid, died, stop: mongod.stop, kill: () => void process.kill(mongod.pid, 'SIGKILL') },
  };
}

async function useGiven(uri: string): Promise<Database> {
  let client: mongo.MongoClient | undefined;
  try {
    client = new mongo.MongoClient(uri, { serverSelectionTimeoutMS: 8_000 });
    const hello = await client.db('admin').command({ hello: 1 });
    if (hello['setName'] === undefined && hello['msg'] !== 'isdbgrid') {
      throw new StartError(
        'MONGODB_URI points at a MongoDB that is not a replica set; the shop needs transactions.',
      );
    }
    return { uri, title: `MongoDB at ${client.options.hosts.join(', ')}` };
  } catch (error) {
    if (error instanceof StartError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`The MongoDB that MONGODB_URI names cannot be used: ${reason}`);
  } finally {
    await client?.close();
  }
}

import { mongo } from 'mongoose';
import { setTimeout as sleep } from 'node:timers/promises';

/** MongoDB's error codes for a member without, and with an unusable, replica set configuration. */
const NOT_YET_INITIALIZED = 94;
const INVALID_CONFIG = 93;

/**
 * Brings a single mongod to primary of `rs0` under `127.0.0.1:<port>`: initiates the set the first time, and
 * rewrites the member's address when the data was last served on another port (a member that does not find itself
 * in its configuration takes a new one only by force). Ends when writes are accepted.
 * @param signal aborts the wait, for a mongod that died meanwhile
 */
export async function ensurePrimary(port: number, signal: AbortSignal): Promise<void> {
  const host = `127.0.0.1:${port}`;
  const client = new mongo.MongoClient(`mongodb://${host}/?directConnection=true`, {
    serverSelectionTimeoutMS: 2_000,
    heartbeatFrequencyMS: 500,
  });
  try {
    while (!signal.aborted) {
      if (await step(client, host)) return;
      await sleep(20);
    }
    signal.throwIfAborted();
  } finally {
    await client.close();
  }
}

/** One look at the member, and what it needs next. Answers true when it is primary. */
async function step(client: mongo.MongoClient, host: string): Promise<boolean> {
  const admin = client.db('admin');
  try {
    const hello = await admin.command({ hello: 1 });
    if (hello['isWritablePrimary'] === true && hello['me'] === host) return true;
    await admin.command({ replSetGetStatus: 1 });
    return false;
  } catch (error) {
    if (!(error instanceof mongo.MongoServerError)) {
      if (error instanceof mongo.MongoError) return false;
      throw error;
    }
    if (error.code === NOT_YET_INITIALIZED) await initiate(admin, host);
    else if (error.code === INVALID_CONFIG) await rewriteAddress(client, host);
    return false;
  }
}

async function initiate(admin: mongo.Db, host: string): Promise<void> {
  const config = { _id: 'rs0', members: [{ _id: 0, host }], settings: { electionTimeoutMillis: 1_000 } };
  await admin.command({ replSetInitiate: config }).catch(tolerateStartup);
}

async function rewriteAddress(client: mongo.MongoClient, host: string): Promise<void> {
  const config = await client.db('local').collection('system.replset').findOne();
  if (!config) return;
  const member = { ...config['members']?.[0], host };
  const next = { ...config, version: Number(config['version']) + 1, members: [member] };
  await client.db('admin').command({ replSetReconfig: next, force: true }).catch(tolerateStartup);
}

/** While the member still reads its configuration it refuses commands for a moment; the next look tries again. */
function tolerateStartup(error: unknown): void {
  if (!(error instanceof mongo.MongoServerError)) throw error;
}

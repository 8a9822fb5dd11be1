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
  while (!(await reachPrimary(host, signal))) {
    signal.throwIfAborted();
    await sleep(50);
  }
}

/**
 * Answers false when the member cannot be spoken to yet. A client whose first connection failed stays closed for
 * good, so each attempt has one of its own.
 */
async function reachPrimary(host: string, signal: AbortSignal): Promise<boolean> {
  const options = { serverSelectionTimeoutMS: 2_000, heartbeatFrequencyMS: 500 };
  const client = new mongo.MongoClient(`mongodb://${host}/?directConnection=true`, options);
  try {
    await client.connect();
    while (!(await look(client, host))) {
      signal.throwIfAborted();
      await sleep(20);
    }
    return true;
  } catch (error) {
    if (signal.aborted || !(error instanceof mongo.MongoError)) throw error;
    return false;
  } finally {
    await client.close();
  }
}

/** One look at the member, and what it needs next. Answers true when it is primary. */
async function look(client: mongo.MongoClient, host: string): Promise<boolean> {
  const admin = client.db('admin');
  try {
    const hello = await admin.command({ hello: 1 });
    if (hello['isWritablePrimary'] === true && hello['me'] === host) return true;
    await admin.command({ replSetGetStatus: 1 });
  } catch (error) {
    if (!(error instanceof mongo.MongoServerError)) throw error;
    if (error.code === NOT_YET_INITIALIZED) await initiate(admin, host);
    else if (error.code === INVALID_CONFIG) await rewriteAddress(client, host);
  }
  return false;
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

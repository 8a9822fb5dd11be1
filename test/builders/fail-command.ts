import { mongo } from 'mongoose';

/** Only connections with this name are hit: other suites share the server. */
const appName = 'command-faults';

export function withFaults(uri: string): string {
  return `${uri}${uri.includes('?') ? '&' : '?'}appName=${appName}`;
}

/**
 * Makes MongoDB itself misbehave: MongoDB's own failCommand, on the connections opened with `withFaults`.
 * @param data of failCommand: failCommands, errorCode, errorLabels, blockConnection, blockTimeMS, closeConnection …
 */
export async function failCommand(uri: string, times: number, data: Record<string, unknown>): Promise<void> {
  const client = new mongo.MongoClient(uri);
  try {
    await client
      .db('admin')
      .command({ configureFailPoint: 'failCommand', mode: { times }, data: { appName, ...data } });
  } finally {
    await client.close();
  }
}

export async function endFaults(uri: string): Promise<void> {
  const client = new mongo.MongoClient(uri);
  try {
    await client.db('admin').command({ configureFailPoint: 'failCommand', mode: 'off' });
  } finally {
    await client.close();
  }
}

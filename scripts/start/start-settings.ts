import { resolve } from 'node:path';
import { freePort, isPortTaken } from '../mongo/port.ts';
import { StartError } from '../mongo/start-error.ts';

export type StartSettings = {
  port: number;
  emulatorPort: number;
  mongodbPort: number | undefined;
  mongodbUri: string | undefined;
  dataDir: string;
  publicUrl: string;
  adminUsername: string;
  adminPassword: string | undefined;
};

/**
 * What `npm start` itself needs from the environment; the rest is passed on to the server unseen. Port 0 is any
 * free one.
 * @throws {StartError} naming the variable that is wrong, or the port that is taken
 */
export async function readStartSettings(env: NodeJS.ProcessEnv): Promise<StartSettings> {
  const port = await portOf(env, 'PORT', 3000);
  const emulatorPort = await portOf(env, 'EMULATOR_PORT', 3010);
  if (port === emulatorPort)
    throw new StartError(`PORT and EMULATOR_PORT are both ${port}; they must differ.`);
  const mongodbUri = given(env, 'MONGODB_URI');
  const ownDatabase = mongodbUri === undefined && given(env, 'MONGODB_PORT') !== undefined;
  return {
    port,
    emulatorPort,
    mongodbPort: ownDatabase ? await portOf(env, 'MONGODB_PORT', 0) : undefined,
    mongodbUri,
    dataDir: resolve(given(env, 'DATA_DIR') ?? '.data'),
    publicUrl: given(env, 'PUBLIC_URL') ?? `http://localhost:${port}`,
    adminUsername: given(env, 'ADMIN_USERNAME') ?? 'admin',
    adminPassword: given(env, 'ADMIN_PASSWORD'),
  };
}

/** An empty variable means "not set": compose files and shells write `NAME=`. */
function given(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return env[name]?.trim() || undefined;
}

async function portOf(env: NodeJS.ProcessEnv, name: string, fallback: number): Promise<number> {
  const text = given(env, name) ?? String(fallback);
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new StartError(`${name} is not a port number: ${text}`);
  if (port === 0) return freePort();
  if (await isPortTaken(port)) {
    throw new StartError(
      `Port ${port} is taken by another program. Set ${name} to a free one: ${name}=${port + 1} npm start`,
    );
  }
  return port;
}

import { join } from 'node:path';
import { firstStaffPassword, forgetFirstPassword } from './first-staff.ts';
import { openDatabase, type Database } from './open-database.ts';
import { printSummary } from './print-summary.ts';
import { remark, step } from './progress.ts';
import { removeRunningFile, writeRunningFile } from './running-file.ts';
import { seedDemo } from './seed-demo.ts';
import { serverEnvironment } from './server-environment.ts';
import type { Child } from './start-child.ts';
import { startEmulator, type EmulatorConfig } from './start-emulator.ts';
import { loadSecrets } from './start-secrets.ts';
import { startServer } from './start-server.ts';
import { readStartSettings, type StartSettings } from './start-settings.ts';
import type { StopStack } from './stop-stack.ts';
import { childError } from './wait-until.ts';

/** Longer than the server's own limit for its drain. */
const SERVER_DRAIN_MS = 15_000;
const CHILD_STOP_MS = 5_000;

type Start = {
  env: NodeJS.ProcessEnv;
  settings: StartSettings;
  logDir: string;
  stack: StopStack;
  /** Called when something dies that should run. */
  onDeath: (error: Error) => void;
};

/**
 * Starts everything in order and pushes each part on the stack as soon as it exists.
 * @throws {StartError} what went wrong and what to do; the caller stops what has been started
 */
export async function bringUp(
  env: NodeJS.ProcessEnv,
  stack: StopStack,
  onDeath: (error: Error) => void,
): Promise<void> {
  const settings = await readStartSettings(env);
  const start: Start = { env, settings, logDir: join(settings.dataDir, 'logs'), stack, onDeath };
  const secrets = await loadSecrets(settings.dataDir);
  const database = await bringUpDatabase(start);
  const emulator = await bringUpGoods(start, database);
  const password = await firstStaffPassword(settings, secrets, database.uri);
  const serverEnv = serverEnvironment(env, {
    ...settings,
    mongodbUri: database.uri,
    shopSecret: secrets.shopSecret,
    adminPassword: settings.adminPassword ?? password,
    emulatorUrl: emulator.url,
    emulator: emulator.config,
  });
  const server = await bringUpServer(start, serverEnv);
  const pids = { server: server.pid ?? 0, emulator: emulator.pid ?? 0, mongod: database.own?.pid ?? 0 };
  await announce(start, database.uri, pids);
  const staff = password ? { username: settings.adminUsername, password } : undefined;
  printSummary({ ...addresses(settings), staff, dataDir: settings.dataDir });
  await forgetFirstPassword(settings.dataDir, secrets);
}

async function bringUpDatabase({ settings, stack, onDeath }: Start): Promise<Database> {
  const database = await step('MongoDB', openDatabase(settings, remark), ({ title }) => title);
  const { own } = database;
  if (own) {
    stack.push({ name: 'MongoDB', stop: own.stop, kill: own.kill });
    void own.died.then(onDeath);
  }
  return database;
}

/** The emulator and the demo catalogue start side by side: neither needs the other. */
async function bringUpGoods(start: Start, database: Database) {
  const { env, settings, logDir } = start;
  stopIfAsked(start);
  const emulator = startEmulator({ port: settings.emulatorPort, dataDir: settings.dataDir, logDir, env });
  supervise(start, emulator.child, CHILD_STOP_MS);
  const seed = seedDemo({ mongodbUri: database.uri, mediaDir: join(settings.dataDir, 'media'), logDir, env });
  start.stack.push(stopperOf(seed.child, CHILD_STOP_MS));
  seed.products.catch(() => undefined);
  const title = `WeChat emulator on port ${settings.emulatorPort}`;
  const config: EmulatorConfig = await step('WeChat emulator', emulator.config, () => title);
  await step('demo catalogue', seed.products, (products) => `Products in the catalogue: ${products}`);
  return { url: emulator.url, pid: emulator.child.pid, config };
}

async function bringUpServer(start: Start, env: NodeJS.ProcessEnv): Promise<Child> {
  stopIfAsked(start);
  const { settings, logDir } = start;
  const server = startServer({ port: settings.port, logDir, env });
  supervise(start, server.child, SERVER_DRAIN_MS);
  await step('shop server', server.ready, () => `Shop server on port ${settings.port}`);
  return server.child;
}

async function announce(start: Start, mongodbUri: string, pids: Record<string, number>): Promise<void> {
  stopIfAsked(start);
  const { dataDir } = start.settings;
  start.stack.push({ name: 'running.json', stop: () => removeRunningFile(dataDir), kill: () => {} });
  const startedAt = new Date().toISOString();
  await writeRunningFile(dataDir, {
    pid: process.pid,
    startedAt,
    ...addresses(start.settings),
    mongodbUri,
    pids,
  });
}

function addresses({ port, emulatorPort }: StartSettings) {
  return { shopUrl: `http://localhost:${port}`, emulatorUrl: `http://localhost:${emulatorPort}` };
}

function supervise({ stack, onDeath }: Start, child: Child, patienceMs: number): void {
  stack.push(stopperOf(child, patienceMs));
  void child.exited.then((how) => onDeath(childError(child, how)));
}

function stopperOf(child: Child, patienceMs: number) {
  return { name: child.name, stop: () => child.stop(patienceMs), kill: child.kill };
}

/** Ctrl-C came while something was starting: nothing more is to be started. */
function stopIfAsked({ stack }: Start): void {
  if (stack.isStopping()) throw new Error('stopped while starting');
}

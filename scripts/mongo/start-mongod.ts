import { mkdir, rename, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensurePrimary } from './ensure-primary.ts';
import { findMongod, type FoundMongod } from './find-mongod.ts';
import { EXIT_ADDRESS_IN_USE, EXIT_DATA_IN_USE, mongodFailure } from './mongod-failure.ts';
import { freePort, isPortTaken } from './port.ts';
import { spawnMongod, type MongodExit, type MongodProcess } from './spawn-mongod.ts';
import { StartError } from './start-error.ts';
import { startWatchdog } from './start-watchdog.ts';

export type StartMongodOptions = {
  dataDir: string;
  /** Fixed port; a free one when left out. */
  port?: number | undefined;
  setParameters?: Record<string, string | number | boolean>;
  /** WiredTiger's cache in GB; default 1. */
  cacheGb?: number;
  /** How long mongod serves on after this process was killed, ms (at most 2500); default 1000. */
  graceMs?: number;
  /** The data is nobody's after the end: the watchdog removes this directory too when this process was killed. */
  removeDir?: string;
  /** How long a data directory in use is waited for, ms: the mongod of a starter just killed is still ending. */
  lockWaitMs?: number;
  binary?: FoundMongod;
  log?: (line: string) => void;
};

export type Mongod = {
  /** Without a database name: `mongodb://127.0.0.1:<port>/?replicaSet=rs0`. */
  uri: string;
  port: number;
  pid: number;
  binary: FoundMongod;
  /** Settles when mongod has ended, for whatever reason. */
  exited: Promise<MongodExit>;
  /** Ends it orderly; settles when it has ended (SIGKILL after 10 s). Calling it again is harmless. */
  stop: () => Promise<void>;
};

const READY_MS = 60_000;
const MAX_LOG_BYTES = 10_000_000;

/**
 * Starts the single-node replica set `rs0` on 127.0.0.1 over `dataDir` and waits until it is primary.
 * @throws {StartError} no mongod to be had, port or data directory in use, or mongod did not start
 */
export async function startMongod(options: StartMongodOptions): Promise<Mongod> {
  const { port, log = () => {} } = options;
  if (port !== undefined && (await isPortTaken(port))) throw portTaken(port);
  const binary = options.binary ?? (await findMongod({ log }));
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true });
  const lockedUntil = Date.now() + (options.lockWaitMs ?? 6_000);
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptStart({ ...options, dataDir, binary }, port ?? (await freePort()));
    if (outcome.ok) return outcome.mongod;
    if (outcome.code === EXIT_DATA_IN_USE && Date.now() < lockedUntil) {
      // The mongod of a starter that was just killed needs a few seconds to end.
      if (attempt === 1) log('the data directory is in use; waiting for its mongod to end');
      await sleep(500);
    } else if (outcome.code === EXIT_ADDRESS_IN_USE && port === undefined && attempt < 5) {
      continue;
    } else throw failure(outcome, dataDir, port);
  }
}

type Outcome = { ok: true; mongod: Mongod } | { ok: false; code: number | null; details: string };

async function attemptStart(
  options: StartMongodOptions & { binary: FoundMongod },
  port: number,
): Promise<Outcome> {
  const logFile = join(options.dataDir, 'mongod.log');
  await limitLog(logFile);
  const { binary, dataDir, cacheGb = 1, setParameters = {} } = options;
  const mongod = spawnMongod({ binary, dataDir, logFile, port, cacheGb, setParameters });
  const { pid } = mongod;
  if (pid === undefined) return { ok: false, code: -1, details: (await mongod.exited, mongod.output()) };
  const release = startWatchdog({ pid, graceMs: options.graceMs ?? 1_000, removeDir: options.removeDir });
  void mongod.exited.then(release);
  const waiting = new AbortController();
  const ended = mongod.exited.then((exit) => {
    waiting.abort(new Error('mongod ended'));
    return exit;
  });
  const timer = setTimeout(() => waiting.abort(new Error('mongod is not primary yet')), READY_MS);
  try {
    await ensurePrimary(port, waiting.signal);
  } catch (error) {
    const { code } = await endProcess(mongod);
    const said = await mongodFailure(logFile, mongod.output());
    return { ok: false, code, details: said.trim() ? said : `  ${String(error)}` };
  } finally {
    clearTimeout(timer);
  }
  const uri = `mongodb://127.0.0.1:${port}/?replicaSet=rs0`;
  const stop = async () => void (await endProcess(mongod));
  return { ok: true, mongod: { uri, port, pid, binary, exited: ended, stop } };
}

async function endProcess({ child, exited }: MongodProcess): Promise<MongodExit> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  const exit = await exited;
  clearTimeout(timer);
  return exit;
}

/** Keeps one older log: a shop that is started every day for years must not fill the disk. */
async function limitLog(logFile: string): Promise<void> {
  const bytes = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  );
  if (bytes > MAX_LOG_BYTES) await rename(logFile, `${logFile}.1`);
}

function portTaken(port: number): StartError {
  return new StartError(
    `Port ${port} (MONGODB_PORT) is taken by another program. Set MONGODB_PORT to a free one, or leave it out.`,
  );
}

function failure(
  outcome: { code: number | null; details: string },
  dataDir: string,
  port?: number,
): StartError {
  if (outcome.code === EXIT_DATA_IN_USE) {
    return new StartError(
      `A running mongod already uses ${dataDir}. Stop it, or set DATA_DIR to another directory.`,
    );
  }
  if (outcome.code === EXIT_ADDRESS_IN_USE && port !== undefined) return portTaken(port);
  return new StartError(
    `mongod did not start (exit code ${outcome.code}). Data: ${dataDir}\n${outcome.details}`,
  );
}

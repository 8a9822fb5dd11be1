import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { cacheDir } from './cache-dir.ts';
import { inspectMongod } from './inspect-mongod.ts';

export type CachedMongod = { path: string; version: string };

/**
 * Downloaded mongod programs. An entry is one file, `mongod-<version>-<bytes>`, moved into place whole: several
 * starters may download at once and the last rename wins, so no lock is needed and none can be left behind.
 * The size in the name shows a copy that was cut short.
 */
export function mongodCache(root: string = cacheDir()) {
  const dir = join(root, 'mongod', `${platform()}-${arch()}`);
  return {
    dir,
    find: (log: (line: string) => void) => find(dir, log),
    adopt: (file: string) => adopt(dir, file),
    /** Runs `work` with a private directory beside the entries (same disk, so a rename is atomic). */
    withTempDir: <T>(work: (temp: string) => Promise<T>) => withTempDir(dir, work),
  };
}

export type MongodCache = ReturnType<typeof mongodCache>;

const ENTRY = /^mongod-(\d+)\.(\d+)\.(\d+)-(\d+)(?:\.exe)?$/;
const TEMP = 'download-';
const STALE_TEMP_MS = 24 * 3600_000;

async function find(dir: string, log: (line: string) => void): Promise<CachedMongod | undefined> {
  for (const name of (await readdir(dir).catch(() => [])).filter((name) => ENTRY.test(name))) {
    const path = join(dir, name);
    const size = await stat(path).then(
      (found) => found.size,
      () => -1,
    );
    const whole = size === Number(ENTRY.exec(name)?.[4]);
    const inspection = whole ? await inspectMongod(path) : { ok: false as const, reason: 'it is incomplete' };
    if (inspection.ok) return { path, version: inspection.version };
    log(`the cached mongod cannot be used (${inspection.reason}): ${path}`);
  }
  return undefined;
}

async function adopt(dir: string, file: string): Promise<CachedMongod> {
  await chmod(file, 0o755);
  const inspection = await inspectMongod(file);
  if (!inspection.ok) throw new Error(`the downloaded mongod does not run here: ${inspection.reason}`);
  const { size } = await stat(file);
  const name = `mongod-${inspection.version}-${size}${platform() === 'win32' ? '.exe' : ''}`;
  const path = join(dir, name);
  await rename(file, path);
  await removeBroken(dir, name);
  return { path, version: inspection.version };
}

/** Only what cannot be whole goes: another starter may be running from any whole entry. */
async function removeBroken(dir: string, keep: string): Promise<void> {
  for (const name of await readdir(dir)) {
    const bytes = ENTRY.exec(name)?.[4];
    if (name === keep || bytes === undefined) continue;
    const size = await stat(join(dir, name)).then(
      (found) => found.size,
      () => undefined,
    );
    if (size !== Number(bytes)) await rm(join(dir, name), { force: true });
  }
}

async function withTempDir<T>(dir: string, work: (temp: string) => Promise<T>): Promise<T> {
  await mkdir(dir, { recursive: true });
  await removeStaleTemp(dir);
  const temp = await mkdtemp(join(dir, TEMP));
  try {
    return await work(temp);
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
}

/** A starter that was killed while it downloaded leaves its directory; a day later it is certainly nobody's. */
async function removeStaleTemp(dir: string): Promise<void> {
  for (const name of (await readdir(dir)).filter((name) => name.startsWith(TEMP))) {
    const made = await stat(join(dir, name)).then(
      (found) => found.mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - made > STALE_TEMP_MS) await rm(join(dir, name), { recursive: true, force: true });
  }
}

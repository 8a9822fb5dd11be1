import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a shop started by `npm start` tells other programs on this machine while it runs. */
export type RunningShop = {
  pid: number;
  startedAt: string;
  shopUrl: string;
  emulatorUrl: string;
  mongodbUri: string;
  pids: Record<string, number>;
};

/** `<DATA_DIR>/running.json`; for its owner alone, since a connection string may hold a password. */
export async function writeRunningFile(dataDir: string, shop: RunningShop): Promise<void> {
  await writeFile(fileIn(dataDir), `${JSON.stringify(shop, null, 2)}\n`, { mode: 0o600 });
}

export async function removeRunningFile(dataDir: string): Promise<void> {
  await rm(fileIn(dataDir), { force: true });
}

/**
 * The shop that runs on this data directory, if any. A file left by a starter that was killed is recognised by its
 * pid being gone, or being another program's by now (then nothing answers at its address).
 */
export async function readRunningShop(dataDir: string): Promise<RunningShop | undefined> {
  const text = await readFile(fileIn(dataDir), 'utf8').catch(() => '');
  const shop = parse(text);
  if (!shop || !isAlive(shop.pid)) return undefined;
  const answers = await fetch(`${shop.shopUrl}/healthz`, { signal: AbortSignal.timeout(3_000) }).then(
    () => true,
    () => false,
  );
  return answers ? shop : undefined;
}

function fileIn(dataDir: string): string {
  return join(dataDir, 'running.json');
}

function parse(text: string): RunningShop | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    if (!('pid' in value) || typeof value.pid !== 'number') return undefined;
    if (!('shopUrl' in value) || typeof value.shopUrl !== 'string') return undefined;
    return value as RunningShop;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

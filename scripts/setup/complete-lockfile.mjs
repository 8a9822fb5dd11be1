/**
 * `npm run lockfile`, after every change of dependencies: gives package-lock.json an entry for each optional package
 * of another platform that the registry at hand did not have. npm leaves them out of the lock, and `npm ci` then
 * refuses the lock everywhere. The entries carry name, version and platform; npm looks the rest up where it needs it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const systems = [
  'android',
  'darwin',
  'freebsd',
  'netbsd',
  'openbsd',
  'sunos',
  'aix',
  'win32',
  'openharmony',
  'linux',
];
const processors = ['arm64', 'x64', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32'];

/** Where node's resolution would find `name` from the package at `from`. */
function isLocked(packages, from, name) {
  for (let base = from; ;) {
    if (packages[base ? `${base}/node_modules/${name}` : `node_modules/${name}`]) return true;
    if (!base) return false;
    base = base.slice(0, base.lastIndexOf('node_modules/')).replace(/\/$/, '');
  }
}

/** Packages for one platform say so in their names. */
function platformOf(name) {
  const last = name.split('/').pop() ?? '';
  const os = systems.find((system) => last.includes(system));
  const cpu =
    processors.find((one) => last.includes(one)) ?? (/arm(v\d|-|$|h)/.test(last) ? 'arm' : undefined);
  const libc = last.includes('musl') ? 'musl' : os === 'linux' && /-gnu/.test(last) ? 'glibc' : undefined;
  return { os, cpu, libc };
}

/** @returns the missing entries by path: what `npm ci` would complain about */
export function missingEntries(lock) {
  const missing = {};
  for (const [from, locked] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(locked.optionalDependencies ?? {})) {
      if (isLocked(lock.packages, from, name)) continue;
      const { os, cpu, libc } = platformOf(name);
      missing[`node_modules/${name}`] = {
        version: range.replace(/^[\^~=v]*/, ''),
        ...(cpu ? { cpu: [cpu] } : {}),
        ...(locked.dev ? { dev: true } : {}),
        ...(libc ? { libc: [libc] } : {}),
        license: locked.license ?? 'MIT',
        optional: true,
        ...(os ? { os: [os] } : {}),
      };
    }
  }
  return missing;
}

const file = fileURLToPath(new URL('../../package-lock.json', import.meta.url));
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingEntries(lock);
  const { '': root, ...rest } = { ...lock.packages, ...missing };
  const sorted = Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  lock.packages = { '': root, ...Object.fromEntries(sorted) };
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${Object.keys(missing).length} entries added`);
}

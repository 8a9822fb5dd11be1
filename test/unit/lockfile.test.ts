import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

interface Lock {
  packages: Record<string, { optionalDependencies?: Record<string, string>; version?: string }>;
}

const script = pathToFileURL('scripts/setup/complete-lockfile.mjs').href;
const { missingEntries } = (await import(script)) as { missingEntries(lock: Lock): Record<string, unknown> };
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;

test('the lockfile names the optional packages of every platform, so that `npm ci` accepts it anywhere', () => {
  expect(Object.keys(missingEntries(lock))).toEqual([]);
});

test('an optional package that is not locked is found', () => {
  const packages = {
    '': {},
    'node_modules/a': { version: '1.0.0', optionalDependencies: { 'a-linux-arm64-musl': '1.0.0' } },
  };
  expect(missingEntries({ packages })).toEqual({
    'node_modules/a-linux-arm64-musl': expect.objectContaining({
      version: '1.0.0',
      os: ['linux'],
      cpu: ['arm64'],
      libc: ['musl'],
      optional: true,
    }),
  });
});

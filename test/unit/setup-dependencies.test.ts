import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Setup = { missingDependencies: (root: string) => string | undefined };
const module: string = '../../scripts/setup/install-dependencies.mjs';
const { missingDependencies } = (await import(module)) as Setup;

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'xiaopu-setup-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const koa = { version: '3.0.0', integrity: 'sha512-a' };
const forMac = { version: '1.0.0', optional: true };

async function write(locked: object, installed?: object): Promise<void> {
  await mkdir(join(root, 'node_modules', 'koa'), { recursive: true });
  await writeFile(join(root, 'node_modules', 'koa', 'package.json'), '{}');
  await writeFile(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...locked } }));
  if (!installed) return;
  await writeFile(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }));
}

test('nothing is missing when every package is there, those of other systems left aside', async () => {
  await write({ 'node_modules/koa': koa, 'node_modules/for-mac': forMac }, { 'node_modules/koa': koa });
  expect(missingDependencies(root)).toBeUndefined();
});

test('a fresh clone, and an install that did not get through, lack everything', async () => {
  await write({ 'node_modules/koa': koa });
  expect(missingDependencies(root)).toBe('none yet');
});

test.each([
  { version: '3.0.1', integrity: 'sha512-a' },
  { version: '3.0.0', integrity: 'sha512-b' },
  undefined,
])('another version, content or package in the lockfile is noticed', async (locked) => {
  const packages = locked
    ? { 'node_modules/koa': locked }
    : { 'node_modules/koa': koa, 'node_modules/zod': koa };
  await write(packages, { 'node_modules/koa': koa });
  expect(missingDependencies(root)).toBe('the lockfile changed');
});

test('a package whose directory was removed is noticed', async () => {
  await write({ 'node_modules/koa': koa }, { 'node_modules/koa': koa });
  await rm(join(root, 'node_modules', 'koa'), { recursive: true });
  expect(missingDependencies(root)).toBe('some are missing');
});

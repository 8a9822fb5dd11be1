import { chmod, mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMongod, type MongodDownload } from '../../scripts/mongo/find-mongod.ts';
import { mongodCache } from '../../scripts/mongo/mongod-cache.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'xiaopu-find-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A program that says what mongod would say of its version. */
async function fakeMongod(path: string, version: string, exit = 0): Promise<string> {
  await writeFile(path, `#!/bin/sh\necho "db version v${version}"\nexit ${exit}\n`);
  await chmod(path, 0o755);
  return path;
}

async function pathWith(version: string): Promise<NodeJS.ProcessEnv> {
  await mkdir(join(root, 'bin'));
  await fakeMongod(join(root, 'bin', 'mongod'), version);
  return { PATH: join(root, 'bin') };
}

function bringing(version: string, source = 'a download'): MongodDownload {
  return {
    source,
    download: async (temp) => ({ ok: true, path: await fakeMongod(join(temp, 'mongod'), version) }),
  };
}

const failing: MongodDownload = {
  source: 'a dead host',
  download: async () => ({ ok: false, reason: 'it does not answer' }),
};
const nowhere = { PATH: '' };

test('a mongod on PATH is taken before anything else', async () => {
  const env = await pathWith('7.0.5');
  const found = await findMongod({ env, cacheRoot: root, downloads: [bringing('8.0.0')] });
  expect(found).toEqual({ path: join(root, 'bin', 'mongod'), version: '7.0.5', source: 'PATH' });
});

test('a mongod on PATH that is too old is passed over, and the error says so', async () => {
  const env = await pathWith('4.4.29');
  const attempt = findMongod({ env, cacheRoot: root, downloads: [failing] });
  await expect(attempt).rejects.toThrow(/4\.4\.29 is too old/);
});

test('what was downloaded once is found without another download', async () => {
  const first = await findMongod({ env: nowhere, cacheRoot: root, downloads: [failing, bringing('6.0.5')] });
  expect(first).toMatchObject({ version: '6.0.5', source: 'a download' });
  const second = await findMongod({ env: nowhere, cacheRoot: root, downloads: [] });
  expect(second).toEqual({ ...first, source: 'cache' });
});

test('a cached program that was cut short is replaced', async () => {
  const { path } = await findMongod({ env: nowhere, cacheRoot: root, downloads: [bringing('6.0.5')] });
  await writeFile(path, '#!/bin/sh\n');
  const said: string[] = [];
  const options = { env: nowhere, cacheRoot: root, log: (line: string) => said.push(line) };
  const again = await findMongod({ ...options, downloads: [bringing('6.0.5')] });
  expect(again).toMatchObject({ path, source: 'a download' });
  expect(said[0]).toContain('it is incomplete');
  expect(await findMongod({ ...options, downloads: [] })).toMatchObject({ path, source: 'cache' });
});

test('a cached program of the right size that does not run is replaced', async () => {
  const { path } = await findMongod({ env: nowhere, cacheRoot: root, downloads: [bringing('6.0.5')] });
  await writeFile(path, Buffer.alloc((await stat(path)).size));
  const again = await findMongod({ env: nowhere, cacheRoot: root, downloads: [bringing('6.0.5')] });
  expect(again).toMatchObject({ path, source: 'a download' });
});

test('a download that does not run is not kept, and the next source is tried', async () => {
  const broken: MongodDownload = {
    source: 'a broken archive',
    download: async (temp) => ({ ok: true, path: await fakeMongod(join(temp, 'mongod'), '6.0.5', 1) }),
  };
  const found = await findMongod({ env: nowhere, cacheRoot: root, downloads: [broken, bringing('7.0.31')] });
  expect(found.version).toBe('7.0.31');
  expect(await readdir(mongodCache(root).dir)).toHaveLength(1);
});

test('when everything fails the error tells what was tried, why, and what to do', async () => {
  const attempt = findMongod({ env: nowhere, cacheRoot: root, downloads: [failing] });
  const error = await attempt.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'StartError' });
  const message = String(error);
  for (const part of ['no usable mongod on PATH', root, 'a dead host: it does not answer', 'MONGODB_URI']) {
    expect(message).toContain(part);
  }
});

test('starters that download at once all end with a whole program', async () => {
  const starts = Array.from({ length: 8 }, () =>
    findMongod({ env: nowhere, cacheRoot: root, downloads: [bringing('6.0.5')] }),
  );
  const found = await Promise.all(starts);
  expect(new Set(found.map(({ path }) => path)).size).toBe(1);
  expect(await readdir(mongodCache(root).dir)).toHaveLength(1);
});

test('the download of a starter that was killed is cleared away a day later, not before', async () => {
  const cache = mongodCache(root);
  await mkdir(join(cache.dir, 'download-old'), { recursive: true });
  await mkdir(join(cache.dir, 'download-now'));
  const twoDaysAgo = new Date(Date.now() - 48 * 3600_000);
  await utimes(join(cache.dir, 'download-old'), twoDaysAgo, twoDaysAgo);
  await findMongod({ env: nowhere, cacheRoot: root, downloads: [bringing('6.0.5')] });
  const names = await readdir(cache.dir);
  expect(names).toContain('download-now');
  expect(names).not.toContain('download-old');
});

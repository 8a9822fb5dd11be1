import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMongod, type Mongod, type StartMongodOptions } from './start-mongod.ts';

type Options = Pick<StartMongodOptions, 'setParameters' | 'log' | 'binary'>;

/**
 * A mongod for tests in a directory of its own, which is gone afterwards. Durability is real: `j: true` waits for
 * the disk as it does in production (about 2 ms a write here), only the cache is small.
 */
export async function startTestMongod(options: Options = {}): Promise<Mongod> {
  const dir = await mkdtemp(join(tmpdir(), 'xiaopu-mongod-'));
  try {
    const mongod = await startMongod({ ...options, dataDir: dir, removeDir: dir, cacheGb: 0.5, graceMs: 0 });
    const stop = async () => {
      await mongod.stop();
      await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    };
    return { ...mongod, stop };
  } catch (error) {
    await rm(dir, { recursive: true, force: true });
    throw error;
  }
}

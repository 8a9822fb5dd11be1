import { once } from 'node:events';
import { childError } from './wait-until.ts';
import { startChild, type Child } from './start-child.ts';

type Options = { mongodbUri: string; mediaDir: string; logDir: string; env: NodeJS.ProcessEnv };

/**
 * The demo catalogue, made at the first start; a shop that has goods is left alone (the seed looks for itself).
 * `products` settles with how many products the shop then has.
 */
export function seedDemo({ mongodbUri, mediaDir, logDir, env }: Options): {
  child: Child;
  products: Promise<number>;
} {
  const childEnv = { ...env, MONGODB_URI: mongodbUri, MEDIA_DIR: mediaDir };
  const child = startChild({
    name: 'demo catalogue',
    script: 'scripts/start/seed-child.ts',
    env: childEnv,
    logDir,
  });
  return { child, products: countOf(child) };
}

async function countOf(child: Child): Promise<number> {
  const told = once(child.process, 'message').then(([message]: unknown[]) => message);
  const ended = child.exited;
  const first = await Promise.race([told, ended.then((how) => ({ how }))]);
  if (typeof first === 'object' && first !== null && 'products' in first) {
    await ended;
    return Number(first.products);
  }
  throw childError(child, await ended);
}

import { startChild, type Child } from './start-child.ts';
import { waitUntil } from './wait-until.ts';

type Options = { port: number; logDir: string; env: NodeJS.ProcessEnv };

/** Starts the shop's server; `ready` settles when `/readyz` says so. */
export function startServer({ port, logDir, env }: Options): { child: Child; ready: Promise<true> } {
  const child = startChild({ name: 'shop server', script: 'server/main.ts', env, logDir });
  const ask = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(3_000) });
    return answer.status === 200 ? (true as const) : undefined;
  };
  return { child, ready: waitUntil(child, ask, 60_000) };
}

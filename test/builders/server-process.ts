import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface ServerProcess {
  /** Empty for a worker, which does not listen. */
  url: string;
  pid: number;
  child: ChildProcess;
  /** SIGTERM, and the exit code it ends with. */
  stop(): Promise<number | null>;
}

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url));

/** A server as production runs it: a process of its own. Ends with this one whatever happens. */
export async function serverProcess(env: Record<string, string>): Promise<ServerProcess> {
  const child = fork(main, [], {
    execArgv: ['--import', 'tsx'],
    env: { PATH: process.env['PATH'], NODE_ENV: 'test', PORT: '0', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const port = await new Promise<number | undefined>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The server ended with ${code} before it was ready`)));
    child.on('message', (message) => {
      const { ready, port: its } = message as { ready?: boolean; port?: number };
      if (ready) resolve(its);
    });
  });
  return {
    url: port === undefined ? '' : `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    child,
    async stop() {
      if (child.exitCode !== null) return child.exitCode;
      child.kill('SIGTERM');
      const [code] = (await once(child, 'exit')) as [number | null];
      return code;
    },
  };
}

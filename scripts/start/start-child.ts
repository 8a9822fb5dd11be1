import { spawn, type ChildProcess } from 'node:child_process';
import { platform } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { boundedLog } from './bounded-log.ts';

export type Child = {
  name: string;
  pid: number | undefined;
  process: ChildProcess;
  logFile: string;
  /** Its last lines, for a person who has to find out why it died. */
  tail: () => string[];
  hasEnded: () => boolean;
  /** Settles with a sentence on how it ended: "ended with exit code 1". */
  exited: Promise<string>;
  /** SIGTERM, and SIGKILL when it is still there after `patienceMs`. */
  stop: (patienceMs: number) => Promise<void>;
  kill: () => void;
};

const END_WITH_STARTER = new URL('end-with-starter.mjs', import.meta.url).href;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

type Options = { name: string; script: string; env: NodeJS.ProcessEnv; logDir: string };

/**
 * Runs one of the shop's TypeScript programs as a child that ends when this process does. It has a process group of
 * its own: Ctrl-C in the terminal reaches only the starter, which then stops the children in order.
 */
export function startChild({ name, script, env, logDir }: Options): Child {
  const log = boundedLog(join(logDir, `${name.replaceAll(' ', '-')}.log`));
  const args = ['--import', import.meta.resolve('tsx'), '--import', END_WITH_STARTER, join(ROOT, script)];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: platform() !== 'win32',
    windowsHide: true,
  });
  child.stdout?.on('data', (chunk: Buffer) => log.write(chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => log.write(chunk.toString()));
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    // "close", not "exit": its last words have been read then.
    child.once('close', (code, signal) =>
      resolve(signal ? `ended by ${signal}` : `ended with exit code ${code}`),
    );
  });
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  const stop = async (patienceMs: number) => {
    if (!hasEnded()) child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    await exited;
    clearTimeout(timer);
  };
  const kill = () => {
    if (!hasEnded()) child.kill('SIGKILL');
  };
  return {
    name,
    pid: child.pid,
    process: child,
    logFile: log.file,
    tail: log.tail,
    hasEnded,
    exited,
    stop,
    kill,
  };
}

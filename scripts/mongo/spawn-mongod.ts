import { spawn, type ChildProcess } from 'node:child_process';
import { platform, release } from 'node:os';

export type MongodExit = { code: number | null; signal: NodeJS.Signals | null };

export type MongodProcess = {
  child: ChildProcess;
  pid: number | undefined;
  /** The end of what it printed before its log file was open: missing libraries, wrong options. */
  output: () => string;
  exited: Promise<MongodExit>;
};

type Options = {
  binary: { path: string; version: string };
  dataDir: string;
  logFile: string;
  port: number;
  cacheGb: number;
  setParameters: Record<string, string | number | boolean>;
};

/** Spawns mongod in a process group of its own, so that Ctrl-C in the terminal does not reach it. */
export function spawnMongod(options: Options): MongodProcess {
  const child = spawn(options.binary.path, mongodArguments(options), {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    windowsHide: true,
    env: mongodEnvironment(options.binary.version),
  });
  let output = '';
  const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4_000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const exited = new Promise<MongodExit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', (error) => {
      output += error.message;
      resolve({ code: -1, signal: null });
    });
  });
  return { child, pid: child.pid, output: () => output, exited };
}

function mongodArguments({ dataDir, logFile, port, cacheGb, setParameters }: Options): string[] {
  const parameters = {
    transactionLifetimeLimitSeconds: 10,
    diagnosticDataCollectionEnabled: false,
    // A lone member has nobody to hand its duties to: without this a stop lasts up to 15 s.
    shutdownTimeoutMillisForSignaledShutdown: 100,
    ...setParameters,
  };
  const settings = {
    dbpath: dataDir,
    port,
    bind_ip: '127.0.0.1',
    replSet: 'rs0',
    logpath: logFile,
    wiredTigerCacheSizeGB: cacheGb,
    oplogSize: 512,
  };
  return [
    ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    '--logappend',
    '--quiet',
    ...(platform() === 'win32' ? [] : ['--nounixsocket']),
    ...Object.entries(parameters).flatMap(([name, value]) => ['--setParameter', `${name}=${value}`]),
  ];
}

/** Linux 6.19 and newer crash the allocator of MongoDB 8.x unless glibc owns rseq (SERVER-121912). */
function mongodEnvironment(version: string): NodeJS.ProcessEnv {
  const [major = 0, minor = 0] = release().split('.').map(Number);
  const affected = platform() === 'linux' && (major > 6 || (major === 6 && minor >= 19));
  if (!affected || Number(version.split('.')[0]) < 8) return process.env;
  return { GLIBC_TUNABLES: 'glibc.pthread.rseq=1', ...process.env };
}

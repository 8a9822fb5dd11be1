import { execFile, type ExecFileException } from 'node:child_process';

/** Either a mongod that runs here, with its version, or why the file is of no use. */
export type Inspection = { ok: true; version: string } | { ok: false; reason: string };

/** The oldest server the shop is tested with. */
const OLDEST_MAJOR = 6;

/** Runs `<path> --version`: the only proof that the file is whole, executable, and has its libraries. */
export async function inspectMongod(path: string): Promise<Inspection> {
  const { error, stdout, stderr } = await run(path);
  const version = /db version v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  if (error || !version) return { ok: false, reason: failureOf(error, stderr) };
  if (Number(version.split('.')[0]) < OLDEST_MAJOR) {
    return { ok: false, reason: `version ${version} is too old, ${OLDEST_MAJOR}.0 or newer is needed` };
  }
  return { ok: true, version };
}

type Run = { error: ExecFileException | null; stdout: string; stderr: string };

function run(path: string): Promise<Run> {
  return new Promise((resolve) => {
    const options = { timeout: 15_000, killSignal: 'SIGKILL', windowsHide: true } as const;
    try {
      execFile(path, ['--version'], options, (error, stdout, stderr) => {
        resolve({ error, stdout, stderr });
      });
    } catch (error) {
      // A file that is no program at all (an empty or garbled one) makes spawn throw at once.
      resolve({ error: error instanceof Error ? error : new Error(String(error)), stdout: '', stderr: '' });
    }
  });
}

function failureOf(error: Run['error'], stderr: string): string {
  if (error?.code === 'ENOENT' || error?.code === 'ENOTDIR') return 'not found';
  if (error?.signal === 'SIGILL') return 'this processor lacks an instruction it needs (AVX)';
  if (error?.signal) return `it ended with ${error.signal}`;
  const library = /error while loading shared libraries: (.+?): cannot open/.exec(stderr)?.[1];
  if (library) return `the system library ${library} is missing`;
  const said = stderr.trim().split('\n')[0] ?? '';
  if (said) return said;
  return error ? `it does not run (${error.code ?? error.message})` : 'it does not say its version';
}

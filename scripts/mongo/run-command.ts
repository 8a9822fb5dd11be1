import { execFile } from 'node:child_process';

export type CommandResult = { ok: boolean; stdout: string; stderr: string };

/** Runs a program to its end, never through a shell; what it printed comes back whatever the outcome. */
export function runCommand(file: string, args: string[], timeoutMs: number): Promise<CommandResult> {
  return new Promise((resolve) => {
    const options = {
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      windowsHide: true,
      maxBuffer: 4_194_304,
    } as const;
    execFile(file, args, options, (error, stdout, stderr) => {
      const missing = error && 'code' in error && error.code === 'ENOENT';
      const slow = error?.killed ? `\n${file} took longer than ${timeoutMs / 1000} s` : '';
      resolve({ ok: !error, stdout, stderr: (missing ? `${file} is not installed` : stderr) + slow });
    });
  });
}

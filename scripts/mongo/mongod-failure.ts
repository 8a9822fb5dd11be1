import { readFile } from 'node:fs/promises';

/** mongod's own exit code for a data directory another one has locked. */
export const EXIT_DATA_IN_USE = 100;
/** mongod's own exit code for an address in use. */
export const EXIT_ADDRESS_IN_USE = 48;

/** What mongod logged as error or fatal at the end of its log, short enough for a terminal. */
export async function mongodFailure(logFile: string, output: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  const lines = text
    .split('\n')
    .slice(-200)
    .map(severeMessage)
    .filter((line) => line !== undefined);
  const said = lines.length > 0 ? lines.slice(-4) : output.trim().split('\n').slice(-4);
  return said
    .filter(Boolean)
    .map((line) => `  ${line.slice(0, 400)}`)
    .join('\n');
}

function severeMessage(line: string): string | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== 'object' || entry === null || !('s' in entry) || !('msg' in entry)) return undefined;
    if (entry.s !== 'E' && entry.s !== 'F') return undefined;
    const detail = 'attr' in entry ? ` ${JSON.stringify(entry.attr)}` : '';
    return `${String(entry.msg)}${detail}`;
  } catch {
    return undefined;
  }
}

import { styleText } from 'node:util';

const CLEAR = '\r\u001B[2K';

/** Colour only for eyes: not into files, not where NO_COLOR asks for none. */
export function paint(style: Parameters<typeof styleText>[0], text: string): string {
  const wanted = process.stdout.isTTY && !process.env['NO_COLOR'];
  return wanted ? styleText(style, text) : text;
}

/** Prints one line; a terminal that has been closed must not keep us from stopping in order. */
export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/**
 * Runs one step of the start: shows that it is under way (on a terminal), then what came of it and how long it took.
 * @param describe what the finished line says
 */
export async function step<T>(doing: string, work: Promise<T>, describe: (result: T) => string): Promise<T> {
  const startedAt = performance.now();
  if (process.stdout.isTTY) process.stdout.write(`  ${paint('gray', `· ${doing} …`)}`);
  try {
    const result = await work;
    const took = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
    rewrite(`  ${paint('green', '✓')} ${describe(result).padEnd(52)} ${paint('gray', took.padStart(7))}`);
    return result;
  } catch (error) {
    // What went wrong is told once, by whoever stops everything.
    if (process.stdout.isTTY) process.stdout.write(CLEAR);
    throw error;
  }
}

/** A remark within a step. */
export function remark(line: string): void {
  rewrite(paint('gray', `    ${line}`));
}

function rewrite(line: string): void {
  say(process.stdout.isTTY ? `${CLEAR}${line}` : line);
}

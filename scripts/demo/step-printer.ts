import { paint } from '../start/progress.ts';
import { DemoFailure, type Failure } from './demo-failure.ts';
import { cutTo, padTo } from './fit-text.ts';

export type Print = (line: string) => void;

/** Names of the steps, first column. */
const nameColumns = 15;
/** What came of it, second column; the time follows. */
const textColumns = 62;

/** A step that failed: the rest of the purchase was not tried. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
  readonly step: string;
  readonly failure: Failure;

  constructor(step: string, failure: Failure) {
    super(`${step}: ${failure.code}`);
    this.step = step;
    this.failure = failure;
  }
}

/**
 * Runs the steps of the purchase and prints each: its name, what came of it and how long it took; more lines below.
 * @throws {StepFailed} the step has been printed as failed then
 */
export function stepPrinter(print: Print) {
  return async <T>(
    name: string,
    work: () => Promise<T>,
    describe: (result: T) => string | readonly string[],
  ): Promise<T> => {
    const startedAt = performance.now();
    try {
      const result = await work();
      const [text = '', ...more] = [describe(result)].flat();
      const took = `${Math.round(performance.now() - startedAt)} ms`.padStart(8);
      const row = `${name.padEnd(nameColumns)}${padTo(cutTo(text, textColumns), textColumns)}`;
      print(`  ${paint('green', '✓')} ${row}${paint('gray', took)}`);
      for (const line of more) print(`    ${' '.repeat(nameColumns)}${paint('gray', line)}`);
      return result;
    } catch (error) {
      if (!(error instanceof DemoFailure)) throw error;
      printFailure(print, name, error.failure);
      throw new StepFailed(name, error.failure);
    }
  };
}

export type Step = ReturnType<typeof stepPrinter>;

function printFailure(print: Print, name: string, { code, detail, request, status }: Failure): void {
  print(`  ${paint('red', '✗')} ${name.padEnd(nameColumns)}${paint('red', code)}`);
  const indent = `    ${' '.repeat(nameColumns)}`;
  if (detail) print(`${indent}${detail}`);
  const answered = status === undefined ? '' : ` → ${status}`;
  if (request) print(`${indent}${paint('gray', `${request}${answered}`)}`);
}

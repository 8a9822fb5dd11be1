import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const MAX_BYTES = 10_000_000;
const TAIL_LINES = 15;

export type BoundedLog = { file: string; write: (text: string) => void; tail: () => string[] };

/**
 * A child's output: to a file of at most 10 MB (one older file is kept) and, its last lines, in memory to be shown
 * when it dies.
 */
export function boundedLog(file: string): BoundedLog {
  mkdirSync(dirname(file), { recursive: true });
  let bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  let last = '';
  return {
    file,
    write(text) {
      last = (last + text).slice(-8_000);
      if (bytes > MAX_BYTES) {
        renameSync(file, `${file}.1`);
        bytes = 0;
      }
      appendFileSync(file, text);
      bytes += Buffer.byteLength(text);
    },
    tail: () => last.trim().split('\n').filter(Boolean).slice(-TAIL_LINES),
  };
}

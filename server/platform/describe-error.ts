import { errorText } from './error-text.ts';

const mostLines = 20;

export interface DescribedError {
  type: string;
  code?: string | number;
  message: string;
  stack?: string;
  cause?: string;
}

function field(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}

function nameOf(error: unknown): string {
  const name = field(error, 'name');
  return typeof name === 'string' ? name.slice(0, 100) : typeof error;
}

/** Where it was thrown; the message, which stands before the frames, is left out. */
function framesOf(error: unknown): string | undefined {
  const stack = field(error, 'stack');
  if (typeof stack !== 'string') return undefined;
  const message = field(error, 'message');
  const begin = typeof message === 'string' && message ? stack.indexOf(message) : -1;
  const rest = begin < 0 ? stack : stack.slice(begin + String(message).length);
  const frames = rest.split('\n').filter((line) => /^\s+at /.test(line));
  return frames.length > 0 ? frames.slice(0, mostLines).join('\n') : undefined;
}

/**
 * What a log says of an error. Chosen fields only: an error of the database carries the whole documents it was
 * to write, with names, phones and streets.
 */
export function describeError(error: unknown): DescribedError {
  const code = field(error, 'code');
  const stack = framesOf(error);
  const cause = field(error, 'cause');
  return {
    type: nameOf(error),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    message: errorText(error),
    ...(stack === undefined ? {} : { stack }),
    ...(cause === undefined || cause === null ? {} : { cause: nameOf(cause) }),
  };
}

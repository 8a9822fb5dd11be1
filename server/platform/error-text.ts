const mostCharacters = 1000;

function textOf(error: unknown): string {
  if (typeof error === 'string') return error;
  const isObject = typeof error === 'object' && error !== null;
  // What is no error may hold anything, so nothing of it is told.
  const message: unknown = isObject ? Reflect.get(error, 'message') : undefined;
  return typeof message === 'string' ? message : 'not an error';
}

/**
 * An error's message without the data that MongoDB and mongoose write into it: the values of a duplicate key and
 * of a failed cast are a shopper's own.
 */
export function errorText(error: unknown): string {
  return textOf(error)
    .replace(/dup key:[\s\S]*$/, 'dup key: [redacted]')
    .replace(/for value [\s\S]*?(?= \(type | at path |$)/g, 'for value [redacted]')
    .slice(0, mostCharacters);
}

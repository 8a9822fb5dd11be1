/** The `code` of an error of Node or MongoDB, whichever realm made it; undefined where there is none. */
export function errorCode(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

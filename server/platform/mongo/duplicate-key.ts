/** MongoDB's "this unique key is taken", alone or inside a bulk write. */
export function isDuplicateKey(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 11000;
}

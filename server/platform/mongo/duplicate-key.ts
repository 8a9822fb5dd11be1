import { errorCode } from '../error-code.ts';

/** MongoDB's "this unique key is taken", alone or inside a bulk write. */
export function isDuplicateKey(error: unknown): boolean {
  return errorCode(error) === 11000;
}

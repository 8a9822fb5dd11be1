/** Opaque cursors: JSON of the last item's sort keys, base64url. */
export function encodeCursor(keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** @returns the keys, or null for a cursor we did not make (an altered one starts nowhere) */
export function decodeCursor(cursor: string, length: number): (string | number)[] | null {
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(keys) || keys.length !== length) return null;
    return keys.every((key) => typeof key === 'string' || typeof key === 'number') ? keys : null;
  } catch {
    return null;
  }
}

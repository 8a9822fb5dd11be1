/** JSON out of bytes; undefined where it is none (JSON itself knows no undefined). */
export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

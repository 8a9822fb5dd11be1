import { createHash } from 'node:crypto';

/** The id of a thing that has a code of its own: the same at every import, 16 URL-safe characters. */
export function stableId(kind: 'category' | 'product' | 'sku' | 'banner', code: string): string {
  return createHash('sha256').update(`${kind}:${code}`).digest('base64url').slice(0, 16);
}

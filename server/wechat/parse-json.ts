import { decodeUtf8 } from './decode-utf8.ts';

/** JSON out of raw bytes; undefined when it is none (JSON itself knows no undefined). */
export function parseJson(bytes: Uint8Array): unknown {
  const text = decodeUtf8(bytes);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

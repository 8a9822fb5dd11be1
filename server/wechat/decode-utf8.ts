const decoder = new TextDecoder('utf-8', { fatal: true });

/** Text of UTF-8 bytes without a leading BOM; undefined when the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

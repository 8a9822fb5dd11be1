const MAX_BYTES = 127;

/**
 * Makes a description WeChat takes: no control characters, at most 127 bytes of UTF-8,
 * never half a character. Same text in, same text out, so a repeat stays identical.
 */
export function fitDescription(description: string): string {
  const clean = description.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]+/gu, ' ').trim();
  if (Buffer.byteLength(clean) <= MAX_BYTES) return clean;
  let fitted = '';
  let bytes = 0;
  for (const { segment } of new Intl.Segmenter('zh').segment(clean)) {
    bytes += Buffer.byteLength(segment);
    if (bytes > MAX_BYTES) break;
    fitted += segment;
  }
  return fitted.trimEnd();
}

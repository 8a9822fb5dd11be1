/**
 * Decodes base64 that is written the one canonical way, else undefined. Node's decoder skips
 * what it does not know, so several texts would stand for one signature or ciphertext.
 */
export function strictBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length > 0 && bytes.toString('base64') === text ? bytes : undefined;
}

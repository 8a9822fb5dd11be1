import { timingSafeEqual } from 'node:crypto';

/** Compares a given signature with the right one without telling by its time how much was right. */
export function equalInConstantTime(given: string, right: string): boolean {
  const a = Buffer.from(given, 'utf8');
  const b = Buffer.from(right, 'utf8');
  // The length of a signature is no secret.
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Beijing keeps UTC+8 all year, so plain arithmetic is right and needs no time-zone data. */
const OFFSET_MS = 8 * 60 * 60 * 1000;

const COMPACT = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/;
const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** v2's form, `yyyyMMddHHmmss` in Beijing; fractions of a second are cut off. */
export function toCompactBeijing(at: Date): string {
  return beijingIso(at).replace(/[-T:]/g, '');
}

/** v3's form, RFC 3339 with `+08:00`; fractions of a second are cut off. */
export function toRfc3339Beijing(at: Date): string {
  return `${beijingIso(at)}+08:00`;
}

/** Reads `yyyyMMddHHmmss`; undefined when it is no such time (a 31st of February included). */
export function fromCompactBeijing(text: string): Date | undefined {
  const parts = COMPACT.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`);
  // Date would roll 20260231 over into March: what does not print back is refused.
  return Number.isNaN(at.getTime()) || toCompactBeijing(at) !== text ? undefined : at;
}

/** Reads an RFC 3339 time with its offset; undefined when it is none. */
export function fromRfc3339(text: string): Date | undefined {
  if (!RFC3339.test(text)) return undefined;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

function beijingIso(at: Date): string {
  return new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 19);
}

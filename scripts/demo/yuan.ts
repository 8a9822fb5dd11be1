/** Fen as people read them: 12990 → ¥129.90. */
export function yuan(fen: number): string {
  const rest = String(fen % 100).padStart(2, '0');
  return `¥${Math.trunc(fen / 100)}.${rest}`;
}

const KEPT = 200_000;

/** Nonces of requests seen lately: one that comes again within the window is a replay. Bounded by count and age. */
export class NonceRegister {
  readonly #seenAt = new Map<string, number>();
  readonly #windowMs: number;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** Notes a nonce; false where it was noted before. */
  note(nonce: string, now: number): boolean {
    for (const [oldest, seenAt] of this.#seenAt) {
      if (now - seenAt <= this.#windowMs && this.#seenAt.size < KEPT) break;
      this.#seenAt.delete(oldest);
    }
    if (this.#seenAt.has(nonce)) return false;
    this.#seenAt.set(nonce, now);
    return true;
  }
}

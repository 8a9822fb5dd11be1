/** 2026-01-01T00:00:00Z: 41 bits of ms from here last until 2095. */
const epoch = 1_767_225_600_000;
const sequenceBits = 12n;
const workerBits = 10n;
const lastSequence = 4095;
/** A clock stepped back by no more than this is waited for; more is refused. */
const toleranceMs = 2000;

export interface SnowflakeOptions {
  /** 0 to 1023, leased so that no two processes share it; another after the lease was lost. */
  worker: () => number;
  /** ms since 1970. */
  now: () => number;
  /** The lease: numbers are only given for times before it ends. */
  leasedUntil: () => number;
}

/**
 * Order, payment and refund numbers: 41 bits of ms, 10 of worker, 12 of sequence, as a decimal string
 * (JSON numbers lose digits beyond 2^53). When the sequence of a ms is used up or the clock steps back a
 * little, numbers run ahead of the clock instead of repeating.
 * @throws when the clock went back by more than 2 s, or the worker's lease has run out
 */
export function createSnowflake(options: SnowflakeOptions): () => string {
  const { worker, now, leasedUntil } = options;
  let lastMs = 0;
  let sequence = 0;
  return () => {
    const clockMs = now();
    if (lastMs - clockMs > toleranceMs) throw new Error(`The clock went back by ${lastMs - clockMs} ms`);
    if (clockMs > lastMs) {
      lastMs = clockMs;
      sequence = 0;
    } else if (sequence === lastSequence) {
      lastMs += 1;
      sequence = 0;
    } else {
      sequence += 1;
    }
    if (lastMs >= leasedUntil()) throw new Error('The lease of this worker id has run out');
    const slot = worker();
    if (!Number.isInteger(slot) || slot < 0 || slot > 1023) throw new Error('worker must be 0 to 1023');
    const parts = (BigInt(lastMs - epoch) << (workerBits + sequenceBits)) | (BigInt(slot) << sequenceBits);
    return String(parts | BigInt(sequence));
  };
}

export interface LoopResult {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  done: number;
  failed: number;
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/**
 * Keeps `inFlight` calls running for `seconds`, each started when the one before it ended.
 * @param work answers whether the call did what it should; `n` counts calls from 0
 */
export async function closedLoop(
  inFlight: number,
  seconds: number,
  work: (n: number) => Promise<boolean>,
): Promise<LoopResult> {
  const latencies: number[] = [];
  let next = 0;
  let failed = 0;
  const started = performance.now();
  const until = started + seconds * 1000;
  const one = async (): Promise<void> => {
    while (performance.now() < until) {
      const n = next;
      next += 1;
      const begun = performance.now();
      if (!(await work(n))) failed += 1;
      latencies.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, one));
  const elapsed = (performance.now() - started) / 1000;
  latencies.sort((a, b) => a - b);
  return {
    perSecond: latencies.length / elapsed,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    done: latencies.length,
    failed,
  };
}

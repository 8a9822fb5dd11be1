const everyMs = 10;
const patienceMs = 10_000;

/**
 * Asks until the answer is as wanted.
 * @throws after 10 s, with the last answer
 */
export async function eventually<T>(
  ask: () => Promise<T> | T,
  wanted: (answer: T) => boolean = Boolean,
): Promise<T> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (performance.now() > until) throw new Error(`Never came true; last: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

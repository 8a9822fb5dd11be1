import fc from 'fast-check';
import { createSnowflake } from '../../server/platform/ids/snowflake.ts';

const start = Date.UTC(2026, 10, 22);

/** Numbers by a clock the test sets; the lease never ends unless said. */
function numbers({ worker = 0, leasedUntil = Infinity } = {}) {
  const clock = { ms: start };
  const next = createSnowflake({
    worker: () => worker,
    now: () => clock.ms,
    leasedUntil: () => leasedUntil,
  });
  return { clock, next: () => BigInt(next()) };
}
const partsOf = (no: bigint) => ({
  ms: Number(no >> 22n) + Date.UTC(2026, 0, 1),
  worker: Number((no >> 12n) & 1023n),
  sequence: Number(no & 4095n),
});

function expectRising(made: readonly bigint[]): void {
  made.forEach((no, index) => {
    if (index > 0) expect(no > (made[index - 1] ?? no)).toBe(true);
  });
}

test('a number holds its time, its worker and its place within the millisecond', () => {
  const { next } = numbers({ worker: 1023 });
  expect(partsOf(next())).toEqual({ ms: start, worker: 1023, sequence: 0 });
  expect(partsOf(next())).toEqual({ ms: start, worker: 1023, sequence: 1 });
});

test('10,000 within one millisecond: all different and rising, ahead of the clock', () => {
  const { next } = numbers();
  const made = Array.from({ length: 10_000 }, next);
  expectRising(made);
  expect(partsOf(made.at(-1) ?? 0n).ms).toBe(start + 2);
});

test('a clock that steps back by 2 s goes on rising; by more it is refused until it is well again', () => {
  const { clock, next } = numbers();
  const before = next();
  clock.ms -= 2000;
  expect(next() > before).toBe(true);
  clock.ms -= 1;
  expect(next).toThrow('The clock went back by 2001 ms');
  clock.ms += 1;
  expect(next() > before).toBe(true);
});

test('no number for a time that is not leased', () => {
  const { clock, next } = numbers({ leasedUntil: start + 10 });
  next();
  clock.ms = start + 9;
  next();
  clock.ms = start + 10;
  expect(next).toThrow('lease');
});

test('running ahead of the clock ends with the lease too', () => {
  const { next } = numbers({ leasedUntil: start + 1 });
  for (let count = 0; count < 4096; count += 1) next();
  expect(next).toThrow('lease');
});

test.each([-1, 1024, 0.5, NaN])('worker %d gives no number', (worker) => {
  expect(numbers({ worker }).next).toThrow('worker');
});

test('two workers at one moment make different numbers', () => {
  const [one, two] = [numbers({ worker: 1 }), numbers({ worker: 2 })];
  const made = [...Array.from({ length: 500 }, one.next), ...Array.from({ length: 500 }, two.next)];
  expect(new Set(made).size).toBe(1000);
});

test('19 digits at most, to the last millisecond there is', () => {
  const { clock, next } = numbers({ worker: 1023 });
  clock.ms = Date.UTC(2026, 0, 1) + 2 ** 41 - 1;
  const made = Array.from({ length: 4096 }, next);
  expect(String(made.at(-1))).toBe(String(2n ** 63n - 1n));
  expect(String(made.at(-1))).toHaveLength(19);
});

test('whatever the clock does within its tolerance, numbers rise', () => {
  const steps = fc.array(fc.integer({ min: -300, max: 400 }), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (moves) => {
      const { clock, next } = numbers();
      let latest = clock.ms;
      const made = moves.map((ms) => {
        clock.ms = Math.max(clock.ms + ms, latest - 2000);
        latest = Math.max(latest, clock.ms);
        return next();
      });
      expectRising(made);
    }),
    { numRuns: 300 },
  );
});

import { workThrough } from '../../server/payment/work-through.ts';
import { WechatError } from '../../server/wechat/wechat-error.ts';

const hundred = Array.from({ length: 100 }, (_, index) => index);

/** Works through a hundred; `act` decides how each goes. */
async function run(
  act: (item: number) => Promise<void>,
  more: { concurrency?: number; withinMs?: number } = {},
) {
  const failures: number[] = [];
  const begun = await workThrough(hundred, {
    concurrency: 1,
    work: act,
    failed: (_error, item) => failures.push(item),
    ...more,
  });
  return { begun, failures };
}
const silent = (): Promise<never> => Promise.reject(new WechatError('timeout', 'no answer'));

test('all of them where WeChat answers, each once, whatever fails of ours', async () => {
  const seen: number[] = [];
  const { begun, failures } = await run(
    async (item) => {
      seen.push(item);
      if (item % 10 < 5) throw new Error('a bug');
    },
    { concurrency: 4 },
  );
  expect([begun, failures.length, seen]).toEqual([100, 50, hundred]);
});

test('three in a row without an answer end the run', async () => {
  expect(await run(silent)).toEqual({ begun: 3, failures: [0, 1, 2] });
});

test('an answer between them starts the count anew', async () => {
  const { begun } = await run((item) => (item % 3 === 2 ? Promise.resolve() : silent()));
  expect(begun).toBe(100);
});

test('nothing new is begun when the time is over', async () => {
  const { begun } = await run(() => new Promise((resolve) => setTimeout(resolve, 20)), { withinMs: 50 });
  expect(begun).toBeGreaterThan(0);
  expect(begun).toBeLessThan(5);
});

test('an empty batch is no work', async () => {
  expect(await workThrough([], { concurrency: 4, work: silent, failed: () => {} })).toBe(0);
});

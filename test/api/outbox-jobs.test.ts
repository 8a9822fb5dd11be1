import { incidents } from '../../server/incident/incident-model.ts';
import { outboxAlerts as alerts } from '../../server/incident/outbox-alerts.ts';
import { jobs } from '../../server/platform/outbox/job-model.ts';
import { type Recurring, runDueJobs, scheduleJobs } from '../../server/platform/outbox/run-due-jobs.ts';
import { createAlarm, startWorker } from '../../server/platform/outbox/worker.ts';
import { eventually } from '../builders/eventually.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('outbox-jobs');
let at: TestShop;
let second: TestShop;
beforeAll(async () => {
  at = await startTestShop({ mongodbUri });
  second = await startTestShop({ mongodbUri });
});
afterAll(async () => {
  await second.close();
  await at.close();
});

function job(name: string, run: () => Promise<void>, everyMs = 60_000): Recurring {
  return { name, everyMs: () => everyMs, run };
}

test('two workers run a recurring job once each time it is due', async () => {
  let runs = 0;
  const one = job('test.once', async () => {
    runs += 1;
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
  for (const { shop } of [at, second]) await scheduleJobs(shop, [one]);
  const round = async (): Promise<number> => {
    const ran = await Promise.all([at, second, at].map(({ shop }) => runDueJobs(shop, [one], alerts)));
    return ran.reduce((sum, count) => sum + count, 0);
  };
  expect([await round(), runs]).toEqual([1, 1]);
  expect([await round(), runs]).toEqual([0, 1]);
  at.clock.advance(61_000);
  expect([await round(), runs]).toEqual([1, 2]);
});

test('a job that fails 5 times in a row is told to a person, once a series', async () => {
  let works = false;
  const name = 'test.failing';
  const one = job(name, async () => {
    if (!works) throw new Error('WeChat is away');
  });
  await scheduleJobs(at.shop, [one]);
  const fail = async (times: number): Promise<number> => {
    for (let n = 0; n < times; n += 1) {
      expect(await runDueJobs(at.shop, [one], alerts)).toBe(1);
      at.clock.advance(61_000);
    }
    return incidents(at.shop).countDocuments({ kind: 'JOB_FAILING' });
  };
  expect(await fail(4)).toBe(0);
  expect(await fail(1)).toBe(1);
  expect(await fail(3)).toBe(1);
  works = true;
  expect(await fail(1)).toBe(1);
  expect(await jobs(at.shop).findById(name).lean()).toMatchObject({ failures: 0, error: null });
  works = false;
  expect(await fail(4)).toBe(1);
  expect(await fail(1)).toBe(2);
  const [told] = await incidents(at.shop).find({ kind: 'JOB_FAILING' }).sort({ at: 1 }).lean();
  expect(told?.evidence).toMatchObject({ name, failures: 5, error: 'WeChat is away' });
});

test('a job that hangs keeps no other waiting, nor the end of the process for long', async () => {
  let hanging = 0;
  let runs = 0;
  const hangs = job('test.hangs', () => {
    hanging += 1;
    return new Promise(() => {});
  });
  const other = job('test.other', async () => void (runs += 1), 1);
  const duties = { effects: [], recurring: [hangs, other], alerts, stopMs: 200 };
  const stop = await startWorker(at.shop, duties, createAlarm());
  await eventually(
    () => [hanging, runs],
    ([begun = 0, ran = 0]) => begun === 1 && ran >= 2,
  );
  const begun = performance.now();
  await stop();
  expect(performance.now() - begun).toBeLessThan(2000);
  const then = runs;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(runs).toBe(then);
});

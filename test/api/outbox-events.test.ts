import { incidents } from '../../server/incident/incident-model.ts';
import { outboxAlerts } from '../../server/incident/outbox-alerts.ts';
import type { Effect } from '../../server/platform/outbox/effect.ts';
import { type EventDoc, events } from '../../server/platform/outbox/event-model.ts';
import { leaseEvents } from '../../server/platform/outbox/lease-events.ts';
import { newEvent } from '../../server/platform/outbox/new-event.ts';
import { runDueEvents } from '../../server/platform/outbox/run-due-events.ts';
import { eventually } from '../builders/eventually.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('outbox-events');
const minuteMs = 60_000;
let at: TestShop;
let second: TestShop;
beforeAll(async () => {
  at = await startTestShop({ mongodbUri });
  second = await startTestShop({ mongodbUri });
});
beforeEach(() => events(at.shop).deleteMany({}));
afterAll(async () => {
  await second.close();
  await at.close();
});

const alerts = outboxAlerts;
const run = (...effects: Effect[]): Promise<number> => runDueEvents(at.shop, { effects, alerts });
/** An effect that notes each run and does `work`. */
function effect(name: string, runs: string[], work: () => Promise<void> = async () => {}): Effect {
  return {
    on: 'test.happened',
    name,
    async run(_, event) {
      runs.push(`${name} ${event._id}`);
      await work();
    },
  };
}
async function happen(subject: string): Promise<string> {
  const event = newEvent('test.happened', subject, {}, at.clock.now());
  await events(at.shop).create(event);
  return event._id;
}
async function stored(id: string): Promise<EventDoc> {
  const event = await events(at.shop).findById(id).lean<EventDoc>();
  if (!event) throw new Error('No event');
  return event;
}
const broken = async (): Promise<void> => {
  throw new Error('it does not work');
};

test('what fails comes back later and later, and what ran does not run again', async () => {
  const id = await happen('retry');
  const runs: string[] = [];
  let works = false;
  const effects = [
    effect('first', runs),
    effect('second', runs, () => (works ? Promise.resolve() : broken())),
    effect('third', runs),
  ];
  expect(await run(...effects)).toBe(1);
  expect(await stored(id)).toMatchObject({ state: 'due', attempts: 1, applied: ['first'] });
  expect((await stored(id)).error).toContain('it does not work');
  // 2 s give or take a quarter.
  at.clock.advance(1000);
  expect(await run(...effects)).toBe(0);
  at.clock.advance(1600);
  expect(await run(...effects)).toBe(1);
  at.clock.advance(2000);
  expect(await run(...effects)).toBe(0);
  works = true;
  at.clock.advance(3100);
  expect(await run(...effects)).toBe(1);
  const name = (one: string): string => one.split(' ')[0] ?? '';
  expect(runs.map(name)).toEqual(['first', 'second', 'second', 'second', 'third']);
  expect(await stored(id)).toMatchObject({
    state: 'done',
    error: null,
    applied: ['first', 'second', 'third'],
  });
  at.clock.advance(60 * minuteMs);
  expect(await run(...effects)).toBe(0);
});

test('after 12 failures it is dead, and a person is told once', async () => {
  const id = await happen('dead');
  const runs: string[] = [];
  for (let attempt = 1; attempt <= 14; attempt += 1) {
    await run(effect('never', runs, broken));
    at.clock.advance(20 * minuteMs);
  }
  expect(runs).toHaveLength(12);
  expect(await stored(id)).toMatchObject({ state: 'dead', attempts: 12, leasedBy: null });
  const told = await incidents(at.shop).find({ kind: 'EVENT_DEAD', subject: id }).lean();
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ state: 'open', evidence: { type: 'test.happened', attempts: 12 } });
});

test('an incident that cannot be written leaves the event to come back, not to be forgotten', async () => {
  const id = await happen('untold');
  await events(at.shop).updateOne({ _id: id }, { $set: { attempts: 11 } });
  const deaf = { ...alerts, eventDead: broken };
  const effects = [effect('never', [], broken)];
  await expect(runDueEvents(at.shop, { effects, alerts: deaf })).rejects.toThrow('it does not work');
  expect((await stored(id)).state).toBe('due');
  at.clock.advance(minuteMs);
  await run(...effects);
  expect((await stored(id)).state).toBe('dead');
  expect(await incidents(at.shop).countDocuments({ subject: id })).toBe(1);
});

test('an event whose process dies each time is dead in the end, without being run once more', async () => {
  const id = await happen('poison');
  for (let attempt = 1; attempt <= 12; attempt += 1) {
    // Leased, and never heard of again.
    expect(await leaseEvents(at.shop)).toHaveLength(1);
    at.clock.advance(minuteMs);
  }
  const runs: string[] = [];
  expect(await run(effect('deadly', runs))).toBe(1);
  expect(runs).toEqual([]);
  expect((await stored(id)).state).toBe('dead');
  expect(await incidents(at.shop).countDocuments({ kind: 'EVENT_DEAD', subject: id })).toBe(1);
});

test('its neighbours do not die of it', async () => {
  const ids = [await happen('calm-1'), await happen('poison-2'), await happen('calm-3')];
  const lost = [];
  for (let attempt = 1; attempt <= 60; attempt += 1) {
    const leased = await leaseEvents(at.shop);
    lost.push(leased.length);
    // The process dies of the poison, before anything of this lease was noted; else it does its work.
    if (!leased.some(({ _id }) => _id === ids[1])) {
      const done = leased.map(({ _id }) => _id);
      for (const _id of done) await events(at.shop).updateOne({ _id }, { $set: { state: 'done' } });
    }
    at.clock.advance(minuteMs);
    if (leased.some(({ attempts }) => attempts > 12)) break;
  }
  expect(lost.slice(0, 4)).toEqual([3, 3, 3, 1]);
  expect([(await stored(ids[0] ?? '')).state, (await stored(ids[2] ?? '')).state]).toEqual(['done', 'done']);
  expect((await stored(ids[1] ?? '')).attempts).toBe(13);
});

test('an effect that does not end counts as failed', async () => {
  const id = await happen('endless');
  const effects = [effect('endless', [], () => new Promise(() => {}))];
  await runDueEvents(at.shop, { effects, alerts, effectMs: 50 });
  expect(await stored(id)).toMatchObject({ state: 'due', attempts: 1, leasedBy: null });
  expect((await stored(id)).error).toContain('50 ms');
});

test('workers side by side never run an event twice', async () => {
  for (let n = 0; n < 60; n += 1) await happen(`crowd-${n}`);
  const runs: string[] = [];
  const slow = effect('slow', runs, () => new Promise((resolve) => setTimeout(resolve, 5)));
  const workers = [at, second, at, second].map(async ({ shop }) => {
    while ((await runDueEvents(shop, { effects: [slow], alerts })) > 0);
  });
  await Promise.all(workers);
  expect(runs).toHaveLength(60);
  expect(new Set(runs).size).toBe(60);
  expect(await events(at.shop).countDocuments({ state: 'done' })).toBe(60);
});

test('an event that waited behind others until its lease ran out is left to who has it now', async () => {
  for (let n = 0; n < 8; n += 1) await happen(`slow-${n}`);
  at.clock.advance(10);
  const late = await happen('z-waiting');
  at.clock.advance(10);
  second.clock.advance(at.clock.now().getTime() - second.clock.now().getTime() + minuteMs);
  const runs: string[] = [];
  let open: () => void = () => {};
  const gate = new Promise<void>((resolve) => (open = resolve));
  const stuck = runDueEvents(at.shop, { effects: [effect('a', runs, () => gate)], alerts, freshMs: 0 });
  await eventually(() => runs.length === 8);
  await runDueEvents(second.shop, { effects: [effect('b', runs)], alerts });
  open();
  await stuck;
  expect(runs.filter((one) => one.endsWith(late))).toEqual([`b ${late}`]);
  expect((await stored(late)).state).toBe('done');
});

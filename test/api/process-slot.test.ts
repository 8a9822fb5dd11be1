import { mongo } from 'mongoose';
import { leaseProcessSlot, type ProcessSlot } from '../../server/platform/ids/process-slot.ts';
import type { ProcessDoc } from '../../server/platform/ids/process-model.ts';
import { connect } from '../../server/platform/mongo/connect.ts';
import { createSnowflake } from '../../server/platform/ids/snowflake.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const uri = testDatabaseUri('process-slot');
let db: Awaited<ReturnType<typeof connect>>;
beforeAll(async () => {
  db = await connect(uri);
});
afterAll(() => db.close());

const fail = (error: unknown): never => {
  throw error;
};
const slots = () => db.collection<ProcessDoc>('processes');
const lease = (): Promise<ProcessSlot> => leaseProcessSlot(db, fail);

test('processes that start together hold different slots, and a released one is used again', async () => {
  const held = await Promise.all([lease(), lease(), lease()]);
  expect(held.map((slot) => slot.no()).toSorted()).toEqual([0, 1, 2]);
  await held[1]?.release();
  const next = await lease();
  expect(next.no()).toBe(held[1]?.no());
  await Promise.all([held[0]?.release(), held[2]?.release(), next.release()]);
});

test('a process whose slot was taken over takes another and leaves the new holder alone', async () => {
  const slot = await lease();
  const before = slot.no();
  const makeNo = createSnowflake({ worker: slot.no, now: Date.now, leasedUntil: slot.leasedUntil });
  expect(makeNo()).toMatch(/^\d+$/);
  const session = new mongo.Binary(Buffer.alloc(16, 7), 0);
  const far = new Date(Date.now() + 60_000);
  await slots().updateOne(
    { _id: before },
    { $set: { owner: 'another', machine: null, writerSession: session as never, expiresAt: far } },
  );
  await slot.renew();
  expect(slot.no()).not.toBe(before);
  expect(slot.peers()).toBe(1);
  const worker = (BigInt(makeNo()) >> 12n) & 1023n;
  expect(Number(worker)).toBe(slot.no());
  expect(
    await slots().countDocuments({ _id: before, owner: 'another', writerSession: session as never }),
  ).toBe(1);
  await slot.release();
});

import { mongo } from 'mongoose';
import { testDatabaseUri } from '../setup/test-database.ts';

const uri = testDatabaseUri('test-database');
const other = testDatabaseUri('test-database');
const client = new mongo.MongoClient(uri);
afterAll(() => client.close());

test('the database under test is empty at first and has transactions', async () => {
  const rows = client.db().collection('rows');
  expect(await rows.countDocuments()).toBe(0);
  await client.withSession(async (session) => {
    await session.withTransaction(() => rows.insertOne({ kept: true }, { session }));
    session.startTransaction();
    await rows.insertOne({ kept: false }, { session });
    await session.abortTransaction();
  });
  expect(await rows.distinct('kept')).toEqual([true]);
});

test('two databases of one file are not the same', () => {
  expect(other).not.toBe(uri);
});

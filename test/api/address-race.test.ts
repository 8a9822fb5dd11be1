import { loadAddress } from '../../server/address/load-address.ts';
import { aShopper, homeAddress, type Shopper } from '../builders/a-shopper.ts';
import { meeting } from '../builders/meeting.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('address-race');
const together = meeting();
let at: TestShop;
beforeAll(async () => {
  at = await startTestShop({ mongodbUri, points: together.points, env: { LIMIT_ADDRESSES: '4' } });
});
afterAll(() => at.close());

async function defaultsOf(shopper: Shopper): Promise<{ defaults: number; count: number }> {
  const answer = await shopper.call('GET', '/api/addresses');
  const book = answer.json['items'] as { isDefault: boolean }[];
  return { defaults: book.filter((address) => address.isDefault).length, count: book.length };
}
const create = (shopper: Shopper, isDefault: boolean) =>
  shopper.call('POST', '/api/addresses', { body: { ...homeAddress, isDefault } });

test('two first addresses at once: both are there, one is the default', async () => {
  const shopper = await aShopper(at);
  await shopper.call('DELETE', `/api/addresses/${shopper.addressId}`);
  // As for a shopper who never had one: the book's own document is not there either.
  await at.shop.db.collection<{ _id: string }>('addressBooks').deleteOne({ _id: shopper.memberId });
  together.expect('address.changing', 2);
  const made = await Promise.all([create(shopper, false), create(shopper, false)]);
  expect(made.map((answer) => answer.status)).toEqual([201, 201]);
  expect(await defaultsOf(shopper)).toEqual({ defaults: 1, count: 2 });
});

test('two new defaults at once: one is the default', async () => {
  const shopper = await aShopper(at);
  together.expect('address.changing', 2);
  const made = await Promise.all([create(shopper, true), create(shopper, true)]);
  expect(made.map((answer) => answer.status)).toEqual([201, 201]);
  expect(await defaultsOf(shopper)).toEqual({ defaults: 1, count: 3 });
});

test('the default deleted while its heir is deleted: the one left is the default', async () => {
  const shopper = await aShopper(at);
  await create(shopper, false);
  const heir = await create(shopper, false);
  together.expect('address.changing', 2);
  const gone = await Promise.all([
    shopper.call('DELETE', `/api/addresses/${shopper.addressId}`),
    shopper.call('DELETE', `/api/addresses/${String(heir.json['addressId'])}`),
  ]);
  expect(gone.map((answer) => answer.status)).toEqual([204, 204]);
  expect(await defaultsOf(shopper)).toEqual({ defaults: 1, count: 1 });
});

test('one place left in the book and two addresses at once: one gets it', async () => {
  const shopper = await aShopper(at);
  await create(shopper, false);
  await create(shopper, false);
  together.expect('address.changing', 2);
  const made = await Promise.all([create(shopper, false), create(shopper, true)]);
  expect(made.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  expect(await defaultsOf(shopper)).toEqual({ defaults: 1, count: 4 });
});

test('the same deletion twice at once: one deletes, one finds nothing', async () => {
  const shopper = await aShopper(at);
  await create(shopper, false);
  together.expect('address.changing', 2);
  const remove = () => shopper.call('DELETE', `/api/addresses/${shopper.addressId}`);
  const gone = await Promise.all([remove(), remove()]);
  expect(gone.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([204, 404]);
  expect(await defaultsOf(shopper)).toEqual({ defaults: 1, count: 1 });
});

test('the database itself allows no second default', async () => {
  const shopper = await aShopper(at);
  const second = await create(shopper, false);
  const forced = at.shop.db
    .collection<{ _id: string }>('addresses')
    .updateOne({ _id: String(second.json['addressId']) }, { $set: { isDefault: true } });
  await expect(forced).rejects.toMatchObject({ code: 11000 });
});

test('orders that look up their addresses at once cost one find, each sees only its own', async () => {
  const [one, two] = await Promise.all([aShopper(at), aShopper(at)]);
  let finds = 0;
  at.shop.db.set('debug', (_: string, method: string) => {
    if (method === 'find') finds += 1;
  });
  const asked = Array.from({ length: 32 }, (_, index) =>
    loadAddress(at.shop, index % 2 ? one.memberId : two.memberId, one.addressId),
  );
  const found = await Promise.all(asked);
  at.shop.db.set('debug', false);
  expect(finds).toBe(1);
  for (const [index, address] of found.entries()) {
    expect(address?._id ?? null).toBe(index % 2 ? one.addressId : null);
  }
});

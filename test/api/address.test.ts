import { aShopper, homeAddress, type Shopper } from '../builders/a-shopper.ts';
import { getIfChanged } from '../builders/get-if-changed.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

interface Address {
  addressId: string;
  isDefault: boolean;
  detail: string;
}

const mongodbUri = testDatabaseUri('address');
let at: TestShop;
let shopper: Shopper;
beforeAll(async () => {
  at = await startTestShop({ mongodbUri, env: { LIMIT_ADDRESSES: '5' } });
});
beforeEach(async () => {
  shopper = await aShopper(at);
});
afterAll(() => at.close());

async function bookOf(owner: Shopper): Promise<Address[]> {
  const answer = await owner.call('GET', '/api/addresses');
  expect(answer.status).toBe(200);
  return answer.json['items'] as Address[];
}
async function add(more: Record<string, unknown> = {}): Promise<Address> {
  const answer = await shopper.call('POST', '/api/addresses', { body: { ...homeAddress, ...more } });
  expect(answer.status).toBe(201);
  return answer.json as unknown as Address;
}
const defaultsOf = (book: Address[]): string[] =>
  book.filter((address) => address.isDefault).map((address) => address.addressId);

describe('the default address', () => {
  test('is the first one, asked for or not', async () => {
    expect(defaultsOf(await bookOf(shopper))).toEqual([shopper.addressId]);
  });

  test('moves to the one that is made it, new or old, and comes first in the list', async () => {
    const second = await add({ isDefault: true });
    expect(defaultsOf(await bookOf(shopper))).toEqual([second.addressId]);
    const path = `/api/addresses/${shopper.addressId}`;
    await shopper.call('PUT', path, { body: { ...homeAddress, isDefault: true } });
    const book = await bookOf(shopper);
    expect(defaultsOf(book)).toEqual([shopper.addressId]);
    expect(book[0]?.addressId).toBe(shopper.addressId);
  });

  test('stays where it is when it is edited without saying so', async () => {
    await add();
    const body = { ...homeAddress, detail: '新门牌 8 号', isDefault: false };
    const answer = await shopper.call('PUT', `/api/addresses/${shopper.addressId}`, { body });
    expect(answer.json).toMatchObject({ detail: '新门牌 8 号', isDefault: true });
    expect(defaultsOf(await bookOf(shopper))).toEqual([shopper.addressId]);
  });

  test('deleted, it passes to the newest one left', async () => {
    await add({ detail: '较旧' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const newest = await add({ detail: '最新' });
    const gone = await shopper.call('DELETE', `/api/addresses/${shopper.addressId}`);
    expect([gone.status, gone.text]).toEqual([204, '']);
    expect(defaultsOf(await bookOf(shopper))).toEqual([newest.addressId]);
  });

  test('an empty book has none, and the next address is it again', async () => {
    await shopper.call('DELETE', `/api/addresses/${shopper.addressId}`);
    expect(await bookOf(shopper)).toEqual([]);
    expect((await add()).isDefault).toBe(true);
  });
});

describe('bad input changes nothing', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['an unknown field', { memberId: 'somebody' }, 'INVALID_REQUEST'],
    ['an operator for text', { receiver: { $ne: '' } }, 'INVALID_REQUEST'],
    ['no receiver', { receiver: '  ' }, 'INVALID_REQUEST'],
    ['a phone of letters', { phone: '1380013800a' }, 'INVALID_REQUEST'],
    ['an endless street', { detail: 'x'.repeat(121) }, 'INVALID_REQUEST'],
    ['control characters', { detail: 'a\u0000b' }, 'INVALID_REQUEST'],
    ['text for a switch', { isDefault: 'yes' }, 'INVALID_REQUEST'],
    ['an unknown region', { regionCode: '110199' }, 'REGION_UNKNOWN'],
    ['a region of another city', { regionCode: '310101' }, 'REGION_UNKNOWN'],
    ['a made-up district', { district: '东方区' }, 'REGION_UNKNOWN'],
  ])('%s', async (_, wrong, code) => {
    const before = await bookOf(shopper);
    const body = { ...homeAddress, ...wrong };
    const created = await shopper.call('POST', '/api/addresses', { body });
    const replaced = await shopper.call('PUT', `/api/addresses/${shopper.addressId}`, { body });
    expect([created.status, created.json['code']]).toEqual([422, code]);
    expect([replaced.status, replaced.json['code']]).toEqual([422, code]);
    expect(await bookOf(shopper)).toEqual(before);
  });

  test('a full book takes no more', async () => {
    for (let count = 1; count < 5; count += 1) await add();
    const answer = await shopper.call('POST', '/api/addresses', { body: homeAddress });
    expect([answer.status, answer.json['code']]).toEqual([409, 'ADDRESS_BOOK_FULL']);
    expect(await bookOf(shopper)).toHaveLength(5);
  });

  test('without a token there is no book', async () => {
    expect((await at.call('GET', '/api/addresses')).status).toBe(401);
    expect((await at.call('POST', '/api/addresses', { body: homeAddress })).status).toBe(401);
  });
});

describe('an address of somebody else can be neither read, changed, deleted nor ordered to', () => {
  test.each([
    ['GET', undefined],
    ['PUT', homeAddress],
    ['DELETE', undefined],
  ])('%s', async (method, body) => {
    const other = await aShopper(at);
    const before = await bookOf(other);
    const path = `/api/addresses/${other.addressId}`;
    const theirs = await shopper.call(method, path, body ? { body: { ...body, detail: '改掉' } } : {});
    const missing = await shopper.call(method, '/api/addresses/no-such-address', body ? { body } : {});
    expect([theirs.status, theirs.json['code']]).toEqual([404, 'NOT_FOUND']);
    // Not even whether it exists is told.
    expect({ ...theirs.json, instance: '' }).toEqual({ ...missing.json, instance: '' });
    expect(await bookOf(other)).toEqual(before);
  });

  test('a list holds only one’s own', async () => {
    const other = await aShopper(at);
    expect((await bookOf(shopper)).map((address) => address.addressId)).toEqual([shopper.addressId]);
    expect((await bookOf(other)).map((address) => address.addressId)).toEqual([other.addressId]);
  });

  test('an operator for an id is no id', async () => {
    expect((await shopper.call('GET', '/api/addresses/%7B%22%24ne%22:1%7D')).status).toBe(422);
  });
});

test('regions are public and may be cached for a day', async () => {
  const answer = await at.call('GET', '/api/regions');
  expect(answer.headers.get('cache-control')).toBe('public, max-age=86400');
  const provinces = answer.json['provinces'] as { code: string; cities: { districts: unknown[] }[] }[];
  expect(provinces[0]).toMatchObject({ code: '110000', cities: [{ code: '110100' }] });
  const etag = answer.headers.get('etag') ?? '';
  expect((await getIfChanged(`${at.url}/api/regions`, etag)).status).toBe(304);
});

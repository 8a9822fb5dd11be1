import { aShopper } from '../builders/a-shopper.ts';
import { problemOf } from '../builders/route-calls.ts';
import { ownerPassword } from '../builders/staff-desk.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('strict-input');
let at: TestShop;
beforeAll(async () => {
  at = await startTestShop({ mongodbUri });
});
afterAll(() => at.close());

describe('a picture of oneself', () => {
  test.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,<script>1</script>',
    'http://example.com/a.png',
    'https://',
    'https://name:password@example.com/a.png',
    'https://example.com/a b.png',
    'https://example.com/"onerror=1',
    '//example.com/a.png',
    '/media/../admin',
    '/admin/api',
    '/media/',
    'wxfile://tmp/1.png',
    '',
    ' https://example.com/a.png',
    `https://example.com/${'a'.repeat(500)}`,
  ])('%s is refused and not kept', async (avatarUrl) => {
    const shopper = await aShopper(at);
    expect(problemOf(await shopper.call('PATCH', '/api/me', { body: { avatarUrl } })).code).toBe(
      'INVALID_REQUEST',
    );
    expect((await shopper.call('GET', '/api/me')).json['avatarUrl']).toBeNull();
  });

  test.each(['https://thirdwx.qlogo.cn/mmopen/vi_32/abc/132', '/media/avatars/a-1.webp'])(
    '%s is kept',
    async (avatarUrl) => {
      const shopper = await aShopper(at);
      const changed = await shopper.call('PATCH', '/api/me', { body: { avatarUrl } });
      expect([changed.status, changed.json['avatarUrl']]).toEqual([200, avatarUrl]);
    },
  );
});

describe('numbers of a query are digits', () => {
  test.each([
    '',
    '1e3',
    '0x10',
    '1.0',
    '+1',
    '-1',
    ' 1',
    '1 ',
    '٣',
    '0b1',
    'Infinity',
    '99999999999999999999',
  ])('minPriceFen=%s is refused', async (value) => {
    const path = `/api/products?minPriceFen=${encodeURIComponent(value)}`;
    expect(problemOf(await at.call('GET', path)).code).toBe('INVALID_REQUEST');
  });

  test.each(['', '0x10', '1e1', '51', '0'])('limit=%s is refused', async (value) => {
    expect(problemOf(await at.call('GET', `/api/products?limit=${value}`)).code).toBe('INVALID_REQUEST');
  });

  test('digits are taken, and no number is the default', async () => {
    expect((await at.call('GET', '/api/products?minPriceFen=0&maxPriceFen=10000000000')).status).toBe(200);
    expect((await at.call('GET', '/api/products?limit=50')).status).toBe(200);
  });

  test('the documentation calls them integers, with bounds and default', async () => {
    const document = await at.call('GET', '/openapi.json');
    const paths = document.json['paths'] as Record<
      string,
      Record<string, { parameters: { name: string; required?: boolean; schema: object }[] }>
    >;
    const parameters = paths['/api/products']?.['get']?.parameters ?? [];
    const of = (name: string) => parameters.find((parameter) => parameter.name === name);
    const bounds = { type: 'integer', minimum: 0, maximum: 10_000_000_000 };
    expect(of('minPriceFen')).toMatchObject({ required: false, schema: bounds });
    expect(of('limit')).toMatchObject({
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 50, default: 20 },
    });
  });
});

test('a second factor nobody set up opens no session', async () => {
  const body = { username: 'admin', password: ownerPassword };
  const withCode = await at.call('POST', '/admin/api/sessions', { body: { ...body, totp: '123456' } });
  expect(problemOf(withCode).code).toBe('CREDENTIALS_WRONG');
  expect(withCode.headers.getSetCookie()).toEqual([]);
  expect((await at.call('POST', '/admin/api/sessions', { body })).status).toBe(201);
});

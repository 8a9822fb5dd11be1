import { routes } from '../../contract/routes.ts';
import { callRoute, type Callers, pathOf, problemOf, rowsOf, someCallers } from '../builders/route-calls.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('route-table');
let at: TestShop;
let callers: Callers;
beforeAll(async () => {
  at = await startTestShop({ mongodbUri });
  callers = await someCallers(at);
});
afterAll(() => at.close());

const strangeToken = 'A'.repeat(43);

test('names and paths are unique, and each is documented', async () => {
  const paths = routes.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(paths).size).toBe(routes.length);
  const document = await at.call('GET', '/openapi.json');
  const operations = Object.values(
    document.json['paths'] as Record<string, Record<string, { operationId: string }>>,
  )
    .flatMap((path) => Object.values(path))
    .map(({ operationId }) => operationId);
  expect(operations.sort()).toEqual(routes.map(({ name }) => name).sort());
});

test('staff routes stand under /admin/api, all others under /api', () => {
  for (const { path, auth, name } of routes) {
    const desk = auth === 'staff' || name === 'staffSignIn';
    expect(path.startsWith(desk ? '/admin/api/' : '/api/')).toBe(true);
  }
});

describe.each(rowsOf(({ auth }) => auth === 'shopper'))('%s', (_name, spec) => {
  test.each([
    ['no token', {}],
    ['an unknown token', { token: strangeToken }],
    ['a token that is none', { token: 'x' }],
    ['another scheme', { headers: { Authorization: `Basic ${strangeToken}` } }],
  ])('%s: 401', async (_case, caller) => {
    const answer = await at.call(spec.method, pathOf(spec), {
      ...caller,
      ...(spec.body ? { raw: '{' } : {}),
    });
    expect(problemOf(answer).code).toBe('NOT_SIGNED_IN');
  });

  test('staff are no shoppers: 401', async () => {
    const answer = await at.call(spec.method, pathOf(spec), callers.staff);
    expect(problemOf(answer).code).toBe('NOT_SIGNED_IN');
  });
});

describe.each(rowsOf(({ auth }) => auth === 'staff'))('%s', (_name, spec) => {
  test.each([
    ['no cookie', {}],
    ['an unknown cookie', { headers: { Cookie: `xiaopu_staff=${strangeToken}` } }],
  ])('%s: 401', async (_case, caller) => {
    const answer = await at.call(spec.method, pathOf(spec), caller);
    expect(problemOf(answer).code).toBe('NOT_SIGNED_IN');
  });

  test('shoppers are no staff: 401', async () => {
    const answer = await at.call(spec.method, pathOf(spec), callers.shopper);
    expect(problemOf(answer).code).toBe('NOT_SIGNED_IN');
  });

  if (spec.method !== 'GET') {
    test('a write without the CSRF token: 403', async () => {
      const { Cookie = '' } = callers.staff.headers ?? {};
      const answer = await at.call(spec.method, pathOf(spec), { headers: { Cookie } });
      expect(problemOf(answer).code).toBe('CSRF_REFUSED');
    });
  }
});

test.each(rowsOf(({ params }) => params !== undefined))(
  '%s: an id that cannot be one',
  async (_name, spec) => {
    for (const id of [
      '%24gt',
      '%7B%22%24gt%22%3A%22%22%7D',
      'a%20b',
      '..%2f..%2fme',
      'x'.repeat(65),
      '%00',
    ]) {
      const answer = await callRoute(at, callers, spec, { path: pathOf(spec, id) });
      expect([404, 422]).toContain(problemOf(answer).status);
    }
  },
);

test.each(rowsOf(({ query }) => query !== undefined))(
  '%s: a query that nobody asked for',
  async (_name, spec) => {
    for (const query of [
      'zz=1',
      'limit=1&limit=2',
      'limit=0',
      'limit=x',
      'q[$gt]=',
      'keyword[$ne]=x',
      '$where=1',
    ]) {
      const answer = await callRoute(at, callers, spec, { path: `${pathOf(spec)}?${query}` });
      expect([query, problemOf(answer).code]).toEqual([query, 'INVALID_REQUEST']);
    }
  },
);

test.each([
  ['GET', '/api/nothing', 404, 'NOT_FOUND'],
  ['GET', '/admin/api/nothing', 404, 'NOT_FOUND'],
  ['PATCH', '/api/home', 405, 'METHOD_NOT_ALLOWED'],
  ['GET', '/%E0%A4%A', 404, 'NOT_FOUND'],
  ['GET', '/api/products/%E0%A4%A', 422, 'INVALID_REQUEST'],
])('%s %s: %i', async (method, path, status, code) => {
  expect(problemOf(await at.call(method, path))).toMatchObject({ status, code });
});

import { request } from 'node:http';
import { bodyFields, bodyWith, wrongValues } from '../builders/body-fields.ts';
import {
  callRoute,
  type Callers,
  contentOf,
  pathOf,
  problemOf,
  rowsOf,
  someCallers,
} from '../builders/route-calls.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('bad-body');
let at: TestShop;
let callers: Callers;
let before: string;
beforeAll(async () => {
  at = await startTestShop({ mongodbUri });
  callers = await someCallers(at);
  before = await contentOf(at);
});
afterAll(() => at.close());

/** Sends a body as a client would that waits for no answer; resolves with the status that comes anyway. */
function statusOf(
  method: string,
  path: string,
  headers: Record<string, string>,
  chunks: readonly Buffer[],
): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = request(at.url + path, { method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    // The server may hang up on the rest of the body, after its answer.
    sending.on('error', reject);
    for (const chunk of chunks) sending.write(chunk);
    sending.end();
  });
}

describe.each(rowsOf(({ body }) => body !== undefined))('%s', (_name, spec) => {
  const fields = spec.body ? bodyFields(spec.body) : [];

  test('has fields to get wrong', () => expect(fields.length).toBeGreaterThan(0));

  test('a field nobody knows is refused by its name', async () => {
    for (const name of ['zzUnknown', '$where', '__proto__', 'constructor', 'memberId', 'priceFen']) {
      const answer = await callRoute(at, callers, spec, {
        raw: `{ ${JSON.stringify(name)}: { "$gt": "" } }`,
      });
      const { code, errors } = problemOf(answer);
      expect([name, code]).toEqual([name, 'INVALID_REQUEST']);
      expect(errors?.map(({ path }) => path)).toContain(`body.${name}`);
    }
  });

  test.each(fields.map((field) => [field.path.join('.'), field] as const))(
    'a wrong %s',
    async (name, field) => {
      for (const value of wrongValues(field)) {
        const answer = await callRoute(at, callers, spec, { body: bodyWith(field.path, value) });
        const { code, errors = [] } = problemOf(answer);
        expect([value, code]).toEqual([value, 'INVALID_REQUEST']);
        expect(errors.some(({ path }) => path === `body.${name}` || path.startsWith(`body.${name}.`))).toBe(
          true,
        );
      }
    },
  );

  test.each(['[]', 'null', '5', '"x"', 'true', '[{}]'])('%s is no object: 422', async (raw) => {
    expect(problemOf(await callRoute(at, callers, spec, { raw })).code).toBe('INVALID_REQUEST');
  });

  test('no body at all: 422', async () => {
    expect(problemOf(await callRoute(at, callers, spec, {})).code).toBe('INVALID_REQUEST');
  });

  test.each([
    ['cut off', '{"a": '],
    ['with a comma too many', '{"a": 1,}'],
    ['two at once', '{}{}'],
    ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['nested beyond sense', '['.repeat(90_000)],
  ])('JSON %s: 400', async (_case, raw) => {
    expect(problemOf(await callRoute(at, callers, spec, { raw })).code).toBe('MALFORMED_JSON');
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/xml',
    '',
  ])('content type "%s": 415', async (type) => {
    const answer = await callRoute(at, callers, spec, { raw: '{}', headers: { 'Content-Type': type } });
    expect(problemOf(answer).code).toBe('UNSUPPORTED_MEDIA_TYPE');
  });

  test('10 MB: 413, whether its length is told or not', async () => {
    const { token = '', headers } = spec.auth === 'staff' ? { ...callers.staff } : callers.shopper;
    const sent = {
      ...headers,
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      'Content-Type': 'application/json',
    };
    const chunk = Buffer.alloc(1_000_000, ' ');
    const chunks = Array.from({ length: 10 }, () => chunk);
    const path = pathOf(spec);
    expect(await statusOf(spec.method, path, { ...sent, 'Content-Length': '10000000' }, chunks)).toBe(413);
    expect(await statusOf(spec.method, path, { ...sent, 'Transfer-Encoding': 'chunked' }, chunks)).toBe(413);
  });
});

test('all of that changed nothing', async () => {
  expect(await contentOf(at)).toBe(before);
});

import { createLog } from '../../server/platform/log.ts';

/** The line a log writes. */
function lineOf(fields: Record<string, unknown>): Record<string, unknown> {
  const lines: string[] = [];
  createLog('debug', { write: (line) => lines.push(line) }).error(fields, 'something');
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '{}') as Record<string, unknown>;
}

const phone = '13800138000';

describe('an error', () => {
  test('is told by its name, code, message, frames and its cause’s name', () => {
    const cause = new RangeError(`of ${phone}`);
    const error = Object.assign(new TypeError('two\n  at lines', { cause }), { code: 'EBAD' });
    const { err } = lineOf({ err: error });
    expect(err).toEqual({
      type: 'TypeError',
      code: 'EBAD',
      message: 'two\n  at lines',
      stack: expect.stringMatching(/^ +at .*platform-log/),
      cause: 'RangeError',
    });
  });

  test('does not bring along what hangs on it', () => {
    const order = { receiver: { name: '张三', phone, lines: [{ deep: { street: '景山前街' } }] } };
    const error = Object.assign(new Error('write failed'), {
      writeErrors: [{ err: { op: order } }],
      insertedDocs: [order],
      result: { order },
      errInfo: { details: order },
      code: { order },
      cause: order,
    });
    const line = JSON.stringify(lineOf({ err: error }));
    expect(line).toContain('write failed');
    expect(line).not.toMatch(/张三|13800138000|景山/);
  });

  test('loses the values of a duplicate key and of a failed cast, in message and stack', () => {
    const texts = [
      `E11000 duplicate key error collection: shop.members index: phone_1 dup key: { phone: "${phone}" }`,
      `members validation failed: phone: Cast to Number failed for value "${phone}" (type string) at path "phone"`,
    ];
    for (const text of texts) {
      const line = JSON.stringify(lineOf({ err: new Error(text) }));
      expect(line).not.toContain(phone);
      expect(line).toMatch(/phone_1|at path/);
    }
  });

  test.each([[{ phone }], [[{ phone }]], [null], [undefined], [7]])('may be anything: %j', (thrown) => {
    expect(JSON.stringify(lineOf({ err: thrown }))).not.toContain(phone);
  });

  test('is bounded', () => {
    const error = new Error('long '.repeat(100_000));
    expect(JSON.stringify(lineOf({ err: error })).length).toBeLessThan(5000);
  });
});

test.each([
  'authorization',
  'cookie',
  'token',
  'password',
  'passwordHash',
  'secret',
  'appSecret',
  'sessionKey',
  'session_key',
  'paySign',
  'csrfToken',
  'openid',
  'unionid',
  'phone',
  'receiver',
  'detail',
  'nickname',
])('%s is never told, however deep it stands', (name) => {
  const value = 'to be hidden';
  const line = lineOf({ [name]: value, a: { [name]: value, b: { [name]: value, c: { [name]: value } } } });
  expect(JSON.stringify(line)).not.toContain(value);
  expect(line[name]).toBe('[redacted]');
});

import type { z } from 'zod';
import {
  fen,
  id,
  idempotencyKey,
  instant,
  ownImageUrl,
  publicNo,
  quantity,
  queryInteger,
  text,
} from '../../contract/fields.ts';

const takes = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;

test.each<[string, z.ZodType, unknown[], unknown[]]>([
  ['id', id, ['a', 'A-_9', 'x'.repeat(64)], ['', 'x'.repeat(65), 'a b', 'a:b', '$gt', 'é', 1, { $gt: '' }]],
  ['publicNo', publicNo, ['0', '1'.repeat(20)], ['', '1'.repeat(21), '1a', '-1', '１', 1]],
  ['fen', fen, [0, 10_000_000_000], [-1, 0.5, 10_000_000_001, NaN, Infinity, '1', null]],
  ['quantity', quantity, [1, 999], [0, 1000, 1.5, '1']],
  [
    'instant',
    instant,
    ['2026-11-22T00:00:00Z', '2026-11-22T00:00:00.123Z'],
    ['2026-11-22', '2026-11-22T00:00:00+08:00'],
  ],
  ['idempotencyKey', idempotencyKey, ['!', '~'.repeat(64)], ['', 'x'.repeat(65), 'a b', 'a\n', '钥']],
  [
    'queryInteger',
    queryInteger(0, 100),
    ['0', '100', '007'],
    ['', '-1', '101', '1.0', '1e1', '0x1', ' 1', 1, null, ['1']],
  ],
  [
    'ownImageUrl',
    ownImageUrl,
    ['https://a.cn', 'https://a.cn:8443/b?c=d#e', '/media/a.webp', '/media/a/b-1_c.png'],
    [
      '',
      'http://a.cn/b',
      'https:a.cn',
      'https://a.cn:99999/b',
      '/media/..',
      '/media/a/../b',
      '/media/a//b',
      '/mediax/a',
      '\njavascript:1',
    ],
  ],
])('%s', (_name, schema, good, bad) => {
  expect(good.filter((value) => !takes(schema, value))).toEqual([]);
  expect(bad.filter((value) => takes(schema, value))).toEqual([]);
});

test('a query number arrives as a number; one that is left out takes the default', () => {
  expect(queryInteger(1, 50).parse('20')).toBe(20);
  expect(queryInteger(1, 50).default(20).parse(undefined)).toBe(20);
  expect(queryInteger(1, 50).optional().parse(undefined)).toBeUndefined();
});

describe('text', () => {
  test('is trimmed before it is measured', () => {
    expect(text(3, 1).parse('  abc ')).toBe('abc');
    expect(takes(text(3, 1), '   ')).toBe(false);
    expect(takes(text(3), 'abcd')).toBe(false);
  });

  test('keeps line breaks and tabs, and refuses other control characters', () => {
    expect(takes(text(10), 'a\nb\tc')).toBe(true);
    for (const sign of ['\u0000', '\u0008', '\u001b', '\u007f']) {
      expect(takes(text(10), `a${sign}b`)).toBe(false);
    }
  });
});

import fc from 'fast-check';
import { paging } from '../../contract/fields.ts';
import { decodeCursor, encodeCursor } from '../../server/platform/cursor.ts';

const key = fc.oneof(fc.string({ unit: 'binary' }), fc.integer());

test('what was encoded comes back, and a short cursor is one the contract lets through', () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 4 }), (keys) => {
      const cursor = encodeCursor(keys);
      expect(decodeCursor(cursor, keys.length)).toEqual(keys);
      if (cursor.length <= 200) expect(paging.cursor.safeParse(cursor).success).toBe(true);
    }),
  );
});

test('another number of keys is none of ours', () => {
  expect(decodeCursor(encodeCursor([1, 'a']), 3)).toBeNull();
  expect(decodeCursor(encodeCursor([1, 'a']), 1)).toBeNull();
});

test.each([
  ['nothing', ''],
  ['no JSON', Buffer.from('{').toString('base64url')],
  ['no list', Buffer.from('{"length":2}').toString('base64url')],
  ['an operator', Buffer.from('[1,{"$gt":""}]').toString('base64url')],
  ['null', Buffer.from('[1,null]').toString('base64url')],
  ['other letters', '？？'],
])('%s: null', (_what, cursor) => {
  expect(decodeCursor(cursor, 2)).toBeNull();
});

test('any text is a cursor or null, never an error', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const keys = decodeCursor(text, 2);
      expect(keys === null || keys.length === 2).toBe(true);
    }),
  );
});

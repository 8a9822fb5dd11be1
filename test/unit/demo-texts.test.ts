import { cutTo, padTo, widthOf } from '../../scripts/demo/fit-text.ts';
import { yuan } from '../../scripts/demo/yuan.ts';

test.each([
  [0, '¥0.00'],
  [5, '¥0.05'],
  [12990, '¥129.90'],
  [10_000_000_000, '¥100000000.00'],
])('%i fen are %s', (fen, text) => expect(yuan(fen)).toBe(text));

test.each([
  ['abc', 3],
  ['库存 7', 6],
  ['“苹果”，¥1', 10],
  ['\u001B[32m好\u001B[39m', 2],
  ['🍎', 2],
])('%j takes %i columns', (text, columns) => expect(widthOf(text)).toBe(columns));

test('texts are padded and cut to columns, never inside a wide character', () => {
  expect(padTo('苹果', 6)).toBe('苹果  ');
  expect(padTo('苹果', 3)).toBe('苹果');
  expect(cutTo('苹果', 4)).toBe('苹果');
  expect(cutTo('红富士苹果', 6)).toBe('红富…');
});

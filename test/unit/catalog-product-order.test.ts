import {
  afterPosition,
  decodePosition,
  encodePosition,
  productOrders,
} from '../../server/catalog/product-order.ts';
import { encodeCursor } from '../../server/platform/cursor.ts';

test('a cursor brings back the last product of its page', () => {
  const newAt = new Date('2026-03-01T08:00:00Z');
  const cursor = encodePosition('newest', 'none', { newAt, _id: 'p-1' });
  expect(decodePosition('newest', cursor)).toEqual({ mode: 'none', values: { newAt, _id: 'p-1' } });
  const scored = encodePosition('relevance', 'any', { score: 12, sold: 3, _id: 'p-2' });
  expect(decodePosition('relevance', scored)?.values).toEqual({ score: 12, sold: 3, _id: 'p-2' });
});

test.each([
  ['of another order', encodePosition('price', 'none', { minPriceFen: 1, _id: 'a' })],
  ['of an unknown mode', encodeCursor(['sales', 'everything', 1, 'a'])],
  ['with text for a number', encodeCursor(['sales', 'none', 'x', 'a'])],
  ['with a number for an id', encodeCursor(['sales', 'none', 1, 2])],
  ['too short', encodeCursor(['sales', 'none', 1])],
  ['not ours', 'AAAA'],
  ['empty', ''],
])('a cursor %s starts nowhere', (_, cursor) => {
  expect(decodePosition('sales', cursor)).toBeNull();
});

test('a time no calendar has is refused', () => {
  expect(decodePosition('newest', encodeCursor(['newest', 'none', 1e20, 'a']))).toBeNull();
});

test('what comes after: equal keys first, then beyond', () => {
  expect(afterPosition(productOrders.sales, { sold: 7, _id: 'b' })).toEqual({
    sold: { $lte: 7 },
    $or: [{ sold: { $lt: 7 } }, { sold: 7, _id: { $gt: 'b' } }],
  });
});

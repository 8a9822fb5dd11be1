import fc from 'fast-check';
import type { WantedLine } from '../../server/order/order-input.ts';
import { mergeLines } from '../../server/order/wanted-lines.ts';

const lines = fc.array(
  fc.record({ skuId: fc.constantFrom('a', 'B', 'b', '1', '_'), quantity: fc.integer({ min: 1, max: 999 }) }),
);

test('equal SKUs become one line, sorted by SKU', () => {
  expect(
    mergeLines([
      { skuId: 'b', quantity: 1 },
      { skuId: 'a', quantity: 2 },
      { skuId: 'b', quantity: 3 },
    ]),
  ).toEqual([
    { skuId: 'a', quantity: 2 },
    { skuId: 'b', quantity: 4 },
  ]);
});

test('each SKU once, in one sequence, however the lines came; no piece lost', () => {
  fc.assert(
    fc.property(lines, (wanted) => {
      const merged = mergeLines(wanted);
      const skuIds = merged.map(({ skuId }) => skuId);
      expect(new Set(skuIds).size).toBe(skuIds.length);
      expect([...skuIds].sort()).toEqual(skuIds);
      expect(mergeLines(wanted.toReversed())).toEqual(merged);
      const pieces = (all: readonly WantedLine[]): number =>
        all.reduce((sum, { quantity }) => sum + quantity, 0);
      expect(pieces(merged)).toBe(pieces(wanted));
    }),
  );
});

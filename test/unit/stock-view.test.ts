import fc from 'fast-check';
import type { Movement } from '../../server/stock/movement.ts';
import { StockView } from '../../server/stock/stock-view.ts';

function movement(skuId: string, quantity: number): Movement {
  const rest = { reason: 'order', cause: 'c', orderNo: null, staffId: null, note: '' } as const;
  return { skuId, quantity, sold: -quantity, ...rest };
}
const view = (stocks: Record<string, number>): StockView =>
  new StockView(
    Object.entries(stocks).map(([_id, stock]) => ({
      _id,
      productId: 'p',
      stock,
      sold: 0,
      updatedAt: new Date(0),
    })),
  );

test('a SKU without a level has none, and cannot be sold', () => {
  const stock = view({ a: 1 });
  expect([stock.stockOf('a'), stock.stockOf('b')]).toEqual([1, null]);
  expect(stock.shortages([movement('b', -1)])).toEqual([{ skuId: 'b', requested: 1, available: 0 }]);
  expect(() => stock.apply(movement('b', -1))).toThrow('No stock level');
});

test('every SKU that would go below zero is named, with what there is', () => {
  const stock = view({ a: 1, b: 2, c: 3 });
  const wanted = [movement('a', -2), movement('b', -2), movement('c', -4)];
  expect(stock.shortages(wanted)).toEqual([
    { skuId: 'a', requested: 2, available: 1 },
    { skuId: 'c', requested: 4, available: 3 },
  ]);
});

test('movements of one SKU count together', () => {
  expect(view({ a: 3 }).shortages([movement('a', -2), movement('a', -2)])).toEqual([
    { skuId: 'a', requested: 4, available: 3 },
  ]);
});

test('what an earlier order took is taken for the later one; asking takes nothing', () => {
  const stock = view({ a: 3 });
  expect(stock.shortages([movement('a', -2)])).toEqual([]);
  expect(stock.apply(movement('a', -2))).toBe(1);
  expect(stock.shortages([movement('a', -2)])).toEqual([{ skuId: 'a', requested: 2, available: 1 }]);
  expect(stock.apply(movement('a', 5))).toBe(6);
});

test('orders decided one after the other never sell more than there is, and never refuse what there is', () => {
  const orders = fc.array(
    fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 5 })), { maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.nat(20), orders, (units, wanted) => {
      const stock = view({ a: units, b: units, c: units });
      const left = new Map(['a', 'b', 'c'].map((skuId) => [skuId, units]));
      for (const order of wanted) {
        const movements = order.map(([skuId, quantity]) => movement(skuId, -quantity));
        const sums = new Map<string, number>();
        for (const [skuId, quantity] of order) sums.set(skuId, (sums.get(skuId) ?? 0) + quantity);
        const fits = [...sums].every(([skuId, sum]) => sum <= (left.get(skuId) ?? 0));
        expect(stock.shortages(movements).length === 0).toBe(fits);
        if (!fits) continue;
        for (const step of movements) expect(stock.apply(step)).toBeGreaterThanOrEqual(0);
        for (const [skuId, sum] of sums) left.set(skuId, (left.get(skuId) ?? 0) - sum);
      }
      for (const [skuId, count] of left) expect(stock.stockOf(skuId)).toBe(count);
    }),
  );
});

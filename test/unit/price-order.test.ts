import fc from 'fast-check';
import { fen } from '../../contract/fields.ts';
import { maxOrderFen, priceOrder } from '../../server/pricing/price-order.ts';

const line = fc.record({
  skuId: fc.string(),
  priceFen: fc.integer({ min: 0, max: 10_000_000_000 }),
  quantity: fc.integer({ min: 1, max: 999 }),
});

test('10,000 orders: whole fen, the sum of the lines, and nothing lost between goods and payable', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 120 }), (lines) => {
      const { amounts, lineAmountsFen, quantity } = priceOrder(lines);
      // BigInt knows no rounding: the sums are those of arithmetic.
      const exact = lines.reduce((sum, { priceFen, quantity: n }) => sum + BigInt(priceFen) * BigInt(n), 0n);
      expect(BigInt(amounts.goodsFen)).toBe(exact);
      expect(lineAmountsFen.reduce((sum, amount) => sum + amount, 0)).toBe(amounts.goodsFen);
      expect(quantity).toBe(lines.reduce((sum, { quantity: n }) => sum + n, 0));
      const all = [...Object.values(amounts), ...lineAmountsFen];
      expect(all.every((amount) => Number.isSafeInteger(amount) && amount >= 0)).toBe(true);
      const { goodsFen, discountFen, couponFen, pointsFen, freightFen, payableFen } = amounts;
      expect(payableFen).toBe(goodsFen - discountFen - couponFen - pointsFen + freightFen);
    }),
    { numRuns: 10_000 },
  );
});

test.each([0.1, -1, NaN, Infinity, 2 ** 53])('%d is no price', (priceFen) => {
  expect(() => priceOrder([{ skuId: 'a', priceFen, quantity: 1 }])).toThrow('Not a price');
});

test.each([0, -1, 1.5, NaN])('%d is no quantity', (quantity) => {
  expect(() => priceOrder([{ skuId: 'a', priceFen: 1, quantity }])).toThrow('Not a quantity');
});

test('the most an order may cost fits 32 bits and the contract', () => {
  expect(maxOrderFen).toBeLessThan(2 ** 31);
  expect(fen.safeParse(maxOrderFen).success).toBe(true);
});

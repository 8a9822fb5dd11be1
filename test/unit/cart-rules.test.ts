import fc from 'fast-check';
import type { CartLine } from '../../server/cart/cart-model.ts';
import { totalsOf, type ShownLine } from '../../server/cart/present-cart.ts';
import { addToLines, changeLine, type Offer, removeLine, selectAll } from '../../server/cart/rules.ts';

const line = (skuId: string, quantity: number, more: Partial<CartLine> = {}): CartLine => ({
  lineId: `line-${skuId}`,
  skuId,
  productId: 'p',
  quantity,
  selected: true,
  addedPriceFen: 100,
  addedAt: new Date(0),
  ...more,
});
const offer = (skuId: string, more: Partial<Offer> = {}): Offer => ({
  skuId,
  priceFen: 100,
  stock: 10_000,
  limitPerOrder: null,
  ...more,
});

describe('adding', () => {
  test('a new SKU comes first and is selected', () => {
    const added = addToLines([line('a', 1)], line('b', 2), offer('b'), 10);
    expect(added).toMatchObject({ ok: true, value: [{ skuId: 'b', quantity: 2 }, { skuId: 'a' }] });
  });

  test('a SKU already there is raised, selected, and takes the price of today', () => {
    const before = [line('a', 2, { selected: false, lineId: 'kept' })];
    const added = addToLines(before, line('a', 3, { lineId: 'new', addedPriceFen: 90 }), offer('a'), 1);
    expect(added).toMatchObject({
      ok: true,
      value: [{ lineId: 'kept', quantity: 5, selected: true, addedPriceFen: 90 }],
    });
    expect(before[0]?.quantity).toBe(2);
  });

  test('the sum counts against the stock, not only what is added', () => {
    expect(addToLines([line('a', 3)], line('a', 3), offer('a', { stock: 5 }), 10)).toMatchObject({
      ok: false,
      code: 'STOCK_NOT_ENOUGH',
      extra: { lines: [{ skuId: 'a', requested: 6, available: 5 }] },
    });
  });

  test('the sum counts against the limit of an order and against 999', () => {
    const limited = offer('a', { limitPerOrder: 4 });
    expect(addToLines([line('a', 3)], line('a', 2), limited, 10)).toMatchObject({
      code: 'LIMIT_PER_ORDER',
      detail: '该商品每单限购 4 件',
    });
    expect(addToLines([line('a', 999)], line('a', 1), offer('a'), 10)).toMatchObject({
      code: 'LIMIT_PER_ORDER',
      detail: '每种商品最多购买 999 件',
    });
  });

  test('a full cart takes no new SKU but raises one it has', () => {
    const full = [line('a', 1), line('b', 1)];
    expect(addToLines(full, line('c', 1), offer('c'), 2)).toMatchObject({ code: 'CART_FULL' });
    expect(addToLines(full, line('a', 1), offer('a'), 2)).toMatchObject({ ok: true });
  });

  test('whatever is added in whatever order: one line a SKU, and every piece is there', () => {
    const adds = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 9 })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(adds, (steps) => {
        const end = steps.reduce<readonly CartLine[]>((lines, [skuId, quantity]) => {
          const added = addToLines(lines, line(skuId, quantity), offer(skuId), 3);
          return added.ok ? added.value : [];
        }, []);
        expect(new Set(end.map(({ skuId }) => skuId)).size).toBe(end.length);
        for (const skuId of ['a', 'b', 'c']) {
          const sum = steps
            .filter(([id]) => id === skuId)
            .reduce((total, [, quantity]) => total + quantity, 0);
          expect(end.find((one) => one.skuId === skuId)?.quantity ?? 0).toBe(sum);
        }
      }),
    );
  });
});

describe('changing', () => {
  test('a quantity replaces the old one; a selection leaves it', () => {
    const lines = [line('a', 5)];
    expect(changeLine(lines, { skuId: 'a', quantity: 2 }, offer('a'))).toMatchObject({
      value: [{ quantity: 2 }],
    });
    expect(changeLine(lines, { skuId: 'a', selected: false }, null)).toMatchObject({
      value: [{ quantity: 5, selected: false }],
    });
  });

  test('what is off the shelf may be deselected, not ordered in another quantity', () => {
    expect(changeLine([line('a', 5)], { skuId: 'a', quantity: 4 }, null)).toMatchObject({
      code: 'PRODUCT_UNAVAILABLE',
    });
  });

  test('a line that is not there', () => {
    expect(changeLine([], { skuId: 'a', quantity: 1 }, offer('a'))).toMatchObject({ code: 'NOT_FOUND' });
    expect(removeLine([line('b', 1)], 'a')).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('all or none', () => {
    const lines = [line('a', 1), line('b', 1, { selected: false })];
    expect(selectAll(lines, true).every(({ selected }) => selected)).toBe(true);
    expect(selectAll(lines, false).some(({ selected }) => selected)).toBe(false);
  });
});

const shown = (quantity: number, more: Partial<ShownLine>): ShownLine => ({
  skuId: 's',
  quantity,
  selected: true,
  product: { productId: 'p', title: '', imageUrl: '' },
  sku: { specs: [], priceFen: 10, marketPriceFen: null, stock: 9, imageUrl: '', limitPerOrder: null },
  addedPriceFen: 8,
  ...more,
});

test('totals count what is selected and can be bought, at the price of today', () => {
  const lines = [
    shown(1, {}),
    shown(2, { problem: 'PRICE_CHANGED' }),
    shown(4, { problem: 'SOLD_OUT' }),
    shown(8, { problem: 'OFF_SHELF' }),
    shown(16, { problem: 'NOT_ENOUGH_STOCK' }),
    shown(32, { selected: false }),
  ];
  expect(totalsOf(lines)).toEqual({ quantity: 63, selectedQuantity: 3, goodsFen: 30 });
});

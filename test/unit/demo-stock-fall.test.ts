import type { Bought, ProductPage } from '../../scripts/demo/offer.ts';
import { stockFalls } from '../../scripts/demo/stock-fall.ts';

/** A product of two SKUs, a and b, of which only the counts matter. */
function page(productId: string, sold: number, stocks: readonly [number, number]): ProductPage {
  const skus = ['a', 'b'].map((name, index) => ({
    skuId: `${productId}-${name}`,
    code: name,
    specs: [],
    priceFen: 100,
    marketPriceFen: null,
    stock: stocks[index] ?? 0,
    imageUrl: '',
    weightGrams: 0,
  }));
  const rating = { average: null, count: 0 };
  const texts = { title: productId, subtitle: '', freightNote: '' };
  const lists = { categories: [], gallery: [], specs: [], detail: [], sellingPoints: [] };
  return { productId, sold, skus, onShelf: true, limitPerOrder: null, rating, ...texts, ...lists };
}

function bought(product: ProductPage, index: 0 | 1, quantity: number): Bought {
  const sku = product.skus[index];
  if (!sku) throw new Error('no such SKU');
  return { product, sku, quantity };
}

const before = [page('p', 10, [50, 60])];
const goods = before.flatMap((product) => [bought(product, 0, 2), bought(product, 1, 1)]);
const wrongOf = (after: ProductPage[]) => stockFalls(goods, before, after).map(({ wrong }) => wrong);

describe('the stock after a purchase of 2 and 1', () => {
  test('fell by exactly that, and nobody else bought', () => {
    const falls = stockFalls(goods, before, [page('p', 13, [48, 59])]);
    expect(falls).toEqual([
      { skuId: 'p-a', quantity: 2, before: 50, after: 48, othersBought: false, wrong: null },
      { skuId: 'p-b', quantity: 1, before: 60, after: 59, othersBought: false, wrong: null },
    ]);
  });

  test.each<[string, number, [number, number]]>([
    ['one piece too many gone', 13, [47, 59]],
    ['one piece too few gone', 13, [49, 59]],
    ['nothing gone and nothing sold', 10, [50, 60]],
    ['too few sold', 12, [48, 59]],
    ['others bought, and still too little gone', 15, [49, 56]],
  ])('wrong: %s', (_, sold, stocks) => {
    expect(wrongOf([page('p', sold, stocks)])).toContainEqual(expect.any(String));
  });

  test('fell by more where others bought as well', () => {
    const falls = stockFalls(goods, before, [page('p', 15, [46, 59])]);
    expect(falls.map(({ wrong, othersBought }) => [wrong, othersBought])).toEqual([
      [null, true],
      [null, true],
    ]);
  });

  test('a page that is gone is not taken for a success', () => {
    expect(wrongOf([])).toEqual([expect.any(String), expect.any(String)]);
  });
});

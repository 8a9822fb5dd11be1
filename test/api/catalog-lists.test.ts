import { stableId } from '../../server/catalog/stable-id.ts';
import { products } from '../../server/catalog/product-model.ts';
import { aCatalogue, type DraftedProduct } from '../builders/a-catalogue.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

interface Card {
  productId: string;
  priceFen: number;
  sold: number;
  title: string;
}

const mongodbUri = testDatabaseUri('catalog-lists');
let at: TestShop;
beforeAll(async () => {
  at = await startTestShop({ mongodbUri });
});
afterAll(() => at.close());

const idOf = (code: string): string => stableId('product', code);

async function page(query: string): Promise<{ items: Card[]; nextCursor: string | null }> {
  const answer = await at.call('GET', `/api/products?${query}`);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json as never;
}

async function allPages(query: string, limit: number): Promise<Card[]> {
  const cards: Card[] = [];
  let cursor: string | null = '';
  for (let pages = 0; cursor !== null; pages += 1) {
    if (pages > 50) throw new Error('the list does not end');
    const next = await page(`${query}&limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`);
    expect(next.items.length).toBeLessThanOrEqual(limit);
    cards.push(...next.items);
    cursor = next.nextCursor;
  }
  return cards;
}

describe('lists of products', () => {
  const count = 23;
  /** Only three different prices, sales and times: most neighbours are equal in what is sorted by. */
  const drafts: DraftedProduct[] = Array.from({ length: count }, (_, index) => ({
    code: `list-${index}`,
    title: `青瓷杯 ${index}`,
    categoryCode: 'kitchen-table',
    prices: [100 * (1 + (index % 3)), 5000],
    newAt: new Date(Date.UTC(2026, 0, 1 + (index % 3))),
  }));
  beforeAll(async () => {
    await aCatalogue(at.shop, [
      ...drafts,
      { code: 'list-off', title: '青瓷杯 下架', categoryCode: 'kitchen-table', onShelf: false },
    ]);
    for (const [index, { code }] of drafts.entries()) {
      await products(at.shop).updateOne({ _id: idOf(code) }, { $set: { sold: index % 4 } });
    }
  });

  const orders: Record<string, (a: Card, b: Card) => number> = {
    sales: (a, b) => b.sold - a.sold,
    price: (a, b) => a.priceFen - b.priceFen,
    '-price': (a, b) => b.priceFen - a.priceFen,
    newest: () => 0,
    relevance: (a, b) => b.sold - a.sold,
  };

  test.each(Object.keys(orders))(
    'sorted by %s, every page size shows every product once, in one order',
    async (sort) => {
      const query = `categoryId=${stableId('category', 'home')}&sort=${sort}`;
      const whole = await allPages(query, 50);
      expect(new Set(whole.map((card) => card.productId)).size).toBe(count);
      const compare = orders[sort] ?? (() => 0);
      for (const [index, card] of whole.entries()) {
        const next = whole[index + 1];
        if (next) expect(compare(card, next)).toBeLessThanOrEqual(0);
      }
      for (const limit of [1, 4, 7, 22, 23]) {
        const paged = await allPages(query, limit);
        expect(paged.map((card) => card.productId)).toEqual(whole.map((card) => card.productId));
      }
    },
  );

  test('newest first', async () => {
    const whole = await allPages(`categoryId=${stableId('category', 'home')}&sort=newest`, 5);
    const days = whole.map((card) => Number(card.title.split(' ')[1]) % 3);
    expect(days).toEqual(days.toSorted((a, b) => b - a));
  });

  test('a search with equal scores is paged as surely', async () => {
    const whole = await allPages('keyword=青瓷杯', 50);
    expect(whole).toHaveLength(count);
    for (const limit of [1, 6]) {
      const paged = await allPages('keyword=青瓷杯', limit);
      expect(paged.map((card) => card.productId)).toEqual(whole.map((card) => card.productId));
    }
  });

  test('a category of any level holds what is below it; one that is unknown holds nothing', async () => {
    for (const code of ['home', 'kitchen', 'kitchen-table']) {
      expect(await allPages(`categoryId=${stableId('category', code)}`, 50)).toHaveLength(count);
    }
    expect(await allPages(`categoryId=${stableId('category', 'drink')}`, 50)).toEqual([]);
    expect(await allPages('categoryId=nowhere', 50)).toEqual([]);
  });

  test('price bounds are inclusive and mean the lowest price', async () => {
    const within = `categoryId=${stableId('category', 'home')}`;
    const cheap = await allPages(`${within}&minPriceFen=200&maxPriceFen=200`, 50);
    expect(cheap).toHaveLength(drafts.filter((product) => product.prices?.[0] === 200).length);
    expect(cheap.every((card) => card.priceFen === 200)).toBe(true);
    expect(await allPages(`${within}&minPriceFen=301`, 50)).toEqual([]);
  });

  test('what is off the shelf is in no list and has no page', async () => {
    const titles = (await allPages('keyword=青瓷杯', 50)).map((card) => card.title);
    expect(titles).not.toContain('青瓷杯 下架');
    expect((await at.call('GET', `/api/products/${idOf('list-off')}`)).status).toBe(404);
  });

  test('a cursor of another order is refused', async () => {
    const { nextCursor } = await page('sort=price&limit=1');
    const answer = await at.call('GET', `/api/products?sort=newest&cursor=${nextCursor}`);
    expect([answer.status, answer.json['code']]).toEqual([422, 'INVALID_REQUEST']);
  });
});

test.each([
  'minPriceFen=-1',
  'minPriceFen=1.5',
  'maxPriceFen=abc',
  'maxPriceFen=99999999999999999999',
  'minPriceFen=200&maxPriceFen=100',
  'limit=0',
  'limit=51',
  'limit=2.5',
  'sort=cheapest',
  'cursor=AAAA',
  'cursor=%7B%7D',
  'unknown=1',
  'keyword[$ne]=x',
  'keyword=a&keyword=b',
  'categoryId=%24ne',
  'categoryId[$gt]=',
  `keyword=${'x'.repeat(51)}`,
])('the query %s is refused', async (query) => {
  const answer = await at.call('GET', `/api/products?${query}`);
  expect([answer.status, answer.json['code']]).toEqual([422, 'INVALID_REQUEST']);
  expect(answer.json['errors']).not.toEqual([]);
});

import { products } from '../../server/catalog/product-model.ts';
import { stableId } from '../../server/catalog/stable-id.ts';
import { aCatalogue } from '../builders/a-catalogue.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('search');
let at: TestShop;
beforeAll(async () => {
  at = await startTestShop({ mongodbUri });
  const banners = [{ code: 'b', title: '', subtitle: '', imageUrl: '', link: { kind: 'none' } as const }];
  await aCatalogue(
    at.shop,
    [
      { code: 'fuji', title: '山东烟台红富士苹果', keywords: ['苹果'], brand: '果满山' },
      { code: 'candle', title: '香薰蜡烛', subtitle: '青苹果味', keywords: ['苹果香薰'] },
      { code: 'vinegar', title: '苹果醋饮料', categoryCode: 'drink-tea' },
      { code: 'shoe', title: '男士运动鞋', categoryCode: 'kitchen-table' },
      { code: 'sock', title: '运动袜', categoryCode: 'kitchen-table' },
      { code: 'regex', title: 'C++ (第5版) 100% $价', categoryCode: 'kitchen-table' },
      { code: 'set', title: '双人礼盒：玻璃杯、茉莉花茶', categoryCode: 'drink-tea' },
      { code: 'box', title: '双人礼盒', keywords: ['玻璃杯', '茉莉花茶'], categoryCode: 'drink-tea' },
      { code: 'hidden', title: '苹果手机', onShelf: false },
    ],
    { banners, notices: ['满 99 元送礼品'], hotWords: ['苹果', '运动鞋'] },
  );
  await products(at.shop).updateOne({ _id: stableId('product', 'candle') }, { $set: { sold: 900 } });
  await products(at.shop).updateOne({ _id: stableId('product', 'box') }, { $set: { sold: 900 } });
  await products(at.shop).updateOne({ _id: stableId('product', 'fuji') }, { $set: { sold: 5 } });
});
afterAll(() => at.close());

async function found(keyword: string): Promise<string[]> {
  const answer = await at.call('GET', `/api/products?keyword=${encodeURIComponent(keyword)}`);
  expect(answer.status).toBe(200);
  return (answer.json['items'] as { title: string }[]).map((card) => card.title);
}

test('what has the word in its title comes before what only mentions it, however well that sells', async () => {
  const titles = await found('苹果');
  expect(titles.at(-1)).toBe('香薰蜡烛');
  expect(titles).toHaveLength(3);
  expect(titles).not.toContain('苹果手机');
});

test('words of the title weigh more also where they stand apart', async () => {
  expect(await found('茉莉花茶 玻璃杯')).toEqual(['双人礼盒：玻璃杯、茉莉花茶', '双人礼盒']);
});

test('of equals, what sells comes first', async () => {
  expect(await found('双人')).toEqual(['双人礼盒', '双人礼盒：玻璃杯、茉莉花茶']);
});

test('a title that begins with the text comes first', async () => {
  expect((await found('苹果'))[0]).toBe('苹果醋饮料');
});

test('all words must be met', async () => {
  expect(await found('烟台 苹果')).toEqual(['山东烟台红富士苹果']);
});

test('where nothing has all words, any of them will do', async () => {
  expect(await found('运动 蜡烛')).toEqual(expect.arrayContaining(['男士运动鞋', '运动袜', '香薰蜡烛']));
});

test('part of a word is found in titles', async () => {
  expect(await found('富士苹')).toContain('山东烟台红富士苹果');
  expect(await found('鞋')).toEqual(['男士运动鞋']);
});

test('brand, subtitle and category are searched too', async () => {
  expect(await found('果满山')).toEqual(['山东烟台红富士苹果']);
  expect(await found('餐具')).toEqual(expect.arrayContaining(['男士运动鞋', '运动袜']));
});

test.each(['.*', '$价', '(第5版)', 'C++', '100%', '^C', '[', '\\'])(
  'the text %s is text, not a pattern',
  async (keyword) => {
    const titles = await found(keyword);
    const literal = 'C++ (第5版) 100% $价'.toLowerCase().includes(keyword.toLowerCase());
    expect(titles).toEqual(literal ? ['C++ (第5版) 100% $价'] : []);
  },
);

test('an empty keyword is no keyword', async () => {
  expect(await found('   ')).toHaveLength(8);
});

async function suggested(q: string): Promise<unknown> {
  const answer = await at.call('GET', `/api/search/suggestions?q=${encodeURIComponent(q)}`);
  expect(answer.status).toBe(200);
  return answer.json['items'];
}

describe('while typing', () => {
  test('words first, then titles; nothing that is off the shelf', async () => {
    const items = await suggested('苹果');
    expect(items).toEqual(expect.arrayContaining(['苹果', '苹果香薰', '苹果醋饮料', '山东烟台红富士苹果']));
    expect(items).not.toContain('苹果手机');
  });

  test('nothing typed, nothing suggested; patterns are text', async () => {
    expect(await suggested('')).toEqual([]);
    expect(await suggested('.*')).toEqual([]);
  });

  test('an object for the text is refused', async () => {
    expect((await at.call('GET', '/api/search/suggestions?q[$ne]=1')).status).toBe(422);
    expect((await at.call('GET', '/api/search/suggestions')).status).toBe(422);
  });
});

test('hot words are those staff wrote', async () => {
  expect((await at.call('GET', '/api/search/hot')).json['items']).toEqual(['苹果', '运动鞋']);
});

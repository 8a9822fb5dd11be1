import { setTimeout as sleep } from 'node:timers/promises';
import { loadSellables } from '../../server/catalog/load-skus.ts';
import { stableId } from '../../server/catalog/stable-id.ts';
import { skus } from '../../server/catalog/sku-model.ts';
import { writeCatalogue } from '../../server/catalog/write-catalogue.ts';
import { openStock } from '../../server/stock/open-stock.ts';
import { stockLevels } from '../../server/stock/stock-level-model.ts';
import { aCatalogue, draft, someCategories } from '../builders/a-catalogue.ts';
import { aProduct } from '../builders/a-product.ts';
import { aShopper } from '../builders/a-shopper.ts';
import { getIfChanged } from '../builders/get-if-changed.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('catalog');
let at: TestShop;
beforeAll(async () => {
  at = await startTestShop({ mongodbUri });
});
afterAll(() => at.close());

const idOf = (code: string): string => stableId('product', code);
interface Card {
  productId: string;
  sold: number;
  soldOut: boolean;
}
async function cardOf(productId: string): Promise<Card | undefined> {
  const answer = await at.call('GET', '/api/products?sort=newest&limit=50');
  return (answer.json['items'] as Card[]).find((card) => card.productId === productId);
}

/** Every document of the collections a catalogue is written to. */
async function catalogueNow(): Promise<unknown> {
  const names = ['categories', 'products', 'skus', 'homePage'];
  return Promise.all(names.map((name) => at.shop.db.collection(name).find().sort({ _id: 1 }).toArray()));
}

describe('the product page', () => {
  test('an order already answered is in its stock, its sales and its ETag', async () => {
    const product = await aProduct(at.shop, { stock: 5, skuCount: 2 });
    const path = `/api/products/${product.productId}`;
    const before = await at.call('GET', path);
    expect((before.json['skus'] as { stock: number }[]).map((sku) => sku.stock)).toEqual([5, 5]);
    const shopper = await aShopper(at);
    const placed = await shopper.order([{ skuId: product.skuId, quantity: 2 }]);
    expect(placed.status).toBe(201);
    const after = await at.call('GET', path);
    expect((after.json['skus'] as { stock: number }[]).map((sku) => sku.stock)).toEqual([3, 5]);
    expect(after.json['sold']).toBe(2);
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
  });

  test('unchanged, it is not sent again', async () => {
    const { productId } = await aProduct(at.shop);
    const first = await at.call('GET', `/api/products/${productId}`);
    const etag = first.headers.get('etag') ?? '';
    const second = await getIfChanged(`${at.url}/api/products/${productId}`, etag);
    expect(second).toEqual({ status: 304, text: '' });
  });

  test('a change by staff shows within 2 s, and what left the shelf is gone', async () => {
    await aCatalogue(at.shop, [{ code: 'fades', title: '旧名' }]);
    expect((await at.call('GET', `/api/products/${idOf('fades')}`)).json['title']).toBe('旧名');
    await aCatalogue(at.shop, [{ code: 'fades', title: '新名' }]);
    at.clock.advance(2001);
    expect((await at.call('GET', `/api/products/${idOf('fades')}`)).json['title']).toBe('新名');
    await aCatalogue(at.shop, [{ code: 'fades', onShelf: false }]);
    at.clock.advance(2001);
    expect((await at.call('GET', `/api/products/${idOf('fades')}`)).status).toBe(404);
  });

  test.each(['nowhere', '%24ne', 'a'.repeat(65), '..%2Fetc'])('no product is called %s', async (id) => {
    const answer = await at.call('GET', `/api/products/${id}`);
    expect([404, 422]).toContain(answer.status);
  });
});

describe('sales and sold out on cards', () => {
  test('follow the stock levels, also those of runs that were missed', async () => {
    await at.runJobs();
    const product = await aProduct(at.shop, { stock: 2 });
    const shopper = await aShopper(at);
    await shopper.order([{ skuId: product.skuId, quantity: 2 }]);
    expect(await cardOf(product.productId)).toMatchObject({ sold: 0, soldOut: false });
    // A worker that was away for a while: the change is older than the interval of the job.
    at.clock.advance(90_000);
    await at.runJobs();
    expect(await cardOf(product.productId)).toMatchObject({ sold: 2, soldOut: true });
    const level = { stock: 1, updatedAt: at.clock.now() };
    await stockLevels(at.shop).updateOne({ _id: product.skuId }, { $set: level });
    at.clock.advance(5001);
    await at.runJobs();
    expect(await cardOf(product.productId)).toMatchObject({ sold: 2, soldOut: false });
  });

  test('stock of a SKU that is off sale does not count as something to buy', async () => {
    const product = await aProduct(at.shop, { stock: 3, skuCount: 2 });
    const [first = '', second = ''] = product.skuIds;
    await skus(at.shop).updateOne({ _id: first }, { $set: { onSale: false } });
    const empty = { stock: 0, updatedAt: at.clock.now() };
    await stockLevels(at.shop).updateOne({ _id: second }, { $set: empty });
    at.clock.advance(5001);
    await at.runJobs();
    expect(await cardOf(product.productId)).toMatchObject({ soldOut: true });
  });

  test('a product that was never given stock is sold out after a full pass', async () => {
    await aCatalogue(at.shop, [{ code: 'never-stocked' }]);
    at.clock.advance(3_600_001);
    await at.runJobs();
    expect(await cardOf(idOf('never-stocked'))).toMatchObject({ soldOut: true });
  });
});

describe('writing a catalogue', () => {
  const home = {
    banners: [
      {
        code: 'spring',
        title: '春日上新',
        subtitle: '',
        imageUrl: '/media/b.webp',
        link: { kind: 'product', code: 'written' } as const,
      },
    ],
    notices: ['满 99 元送礼品'],
    hotWords: ['苹果'],
  };

  test('the same again changes nothing at all', async () => {
    const drafts = [{ code: 'written', prices: [300, 200], featured: true }];
    expect((await aCatalogue(at.shop, drafts, home)).changed).toBeGreaterThan(0);
    const before = await catalogueNow();
    await sleep(5);
    expect((await aCatalogue(at.shop, drafts, home)).changed).toBe(0);
    expect(await catalogueNow()).toEqual(before);
  });

  test('the lowest and highest price come from its SKUs', async () => {
    await aCatalogue(at.shop, [{ code: 'priced', prices: [300, 200, 900] }]);
    const product = await at.shop.db.collection('products').findOne({ code: 'priced' });
    expect(product).toMatchObject({ minPriceFen: 200, maxPriceFen: 900 });
  });

  test('a SKU no longer named goes off sale and keeps its id when it returns', async () => {
    const both = await aCatalogue(at.shop, [{ code: 'varied', prices: [100, 200] }]);
    await aCatalogue(at.shop, [{ code: 'varied', prices: [100] }]);
    at.clock.advance(2001);
    const page = await at.call('GET', `/api/products/${idOf('varied')}`);
    expect((page.json['skus'] as { code: string }[]).map((sku) => sku.code)).toEqual(['VARIED-1']);
    const again = await aCatalogue(at.shop, [{ code: 'varied', prices: [100, 200] }]);
    expect(again.skuIds).toEqual(both.skuIds);
  });

  test('a product made by other means keeps its id', async () => {
    await aCatalogue(at.shop, [{ code: 'by-hand' }]);
    const collection = at.shop.db.collection<{ _id: string }>('products');
    const made = await collection.findOne({ _id: idOf('by-hand') });
    await collection.deleteOne({ _id: idOf('by-hand') });
    await collection.insertOne({ ...made, _id: 'made-in-the-desk' });
    await aCatalogue(at.shop, [{ code: 'by-hand', title: '改名' }]);
    expect(await collection.find({ code: 'by-hand' } as never).toArray()).toMatchObject([
      { _id: 'made-in-the-desk', title: '改名' },
    ]);
  });

  test('a catalogue with a mistake is refused whole', async () => {
    const before = await catalogueNow();
    const products = [draft({ code: 'fine' }), draft({ code: 'wrong', prices: [-5] })];
    const written = await writeCatalogue(at.shop, { categories: someCategories, products });
    expect(written).toMatchObject({ ok: false, code: 'INVALID_REQUEST' });
    expect(await catalogueNow()).toEqual(before);
  });

  test('two writers at once leave one of each', async () => {
    const drafts = Array.from({ length: 8 }, (_, index) => ({ code: `twice-${index}` }));
    await Promise.all([aCatalogue(at.shop, drafts), aCatalogue(at.shop, drafts)]);
    const written = await at.shop.db.collection('products').countDocuments({ code: /^twice-/ });
    expect(written).toBe(8);
  });

  test('the home page shows it', async () => {
    at.clock.advance(8000);
    const answer = await at.call('GET', '/api/home');
    expect(answer.json).toMatchObject({
      banners: [{ title: '春日上新', link: { kind: 'product', targetId: idOf('written') } }],
      notices: ['满 99 元送礼品'],
      featured: [{ productId: idOf('written') }],
    });
    const shortcuts = answer.json['shortcuts'] as { name: string }[];
    expect(shortcuts.map((shortcut) => shortcut.name)).toEqual(expect.arrayContaining(['食品', '家居']));
    expect((answer.json['newProducts'] as unknown[]).length).toBe(10);
  });

  test('the tree has three levels in their order', async () => {
    at.clock.advance(5001);
    const answer = await at.call('GET', '/api/categories');
    const roots = answer.json['categories'] as { name: string; children: { name: string }[] }[];
    const food = roots.find((root) => root.name === '食品');
    expect(food?.children).toMatchObject([
      { name: '水果', children: [{ name: '苹果类' }, { name: '柑橘类' }] },
      { name: '茶饮', children: [{ name: '茶叶' }] },
    ]);
  });
});

test('64 orders that look up their SKUs at once cost two finds', async () => {
  const made = await Promise.all(Array.from({ length: 4 }, () => aProduct(at.shop, { skuCount: 2 })));
  const all = made.flatMap((product) => product.skuIds);
  const finds: string[] = [];
  at.shop.db.set('debug', (collection: string, method: string) => {
    if (method === 'find') finds.push(collection);
  });
  const pairs = Array.from({ length: 64 }, (_, index) => [
    all[index % 8] ?? '',
    'unknown',
    all[(index + 3) % 8] ?? '',
  ]);
  const loaded = await Promise.all(pairs.map((pair) => loadSellables(at.shop, pair)));
  at.shop.db.set('debug', false);
  expect(finds.toSorted()).toEqual(['products', 'skus']);
  for (const [index, found] of loaded.entries()) {
    const [first = '', , second = ''] = pairs[index] ?? [];
    expect([...found.keys()].toSorted()).toEqual([first, second].toSorted());
    expect(found.get(first)?.product.gallery).toHaveLength(1);
    expect(found.get(first)?.sku.priceFen).toBe(1990);
  }
});

test('stock is opened once, whatever a second seed says', async () => {
  const { skuIds } = await aCatalogue(at.shop, [{ code: 'opened' }]);
  const ids = skuIds.get('OPENED-1');
  if (!ids) throw new Error('not written');
  await openStock(at.shop, [{ ...ids, stock: 7 }]);
  await openStock(at.shop, [{ ...ids, stock: 9 }]);
  expect((await stockLevels(at.shop).findById(ids.skuId).lean())?.stock).toBe(7);
});

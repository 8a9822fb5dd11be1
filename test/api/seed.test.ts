import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { demoCatalogue } from '../../scripts/seed/catalogue/catalogue.ts';
import type { DemoCatalogue } from '../../scripts/seed/catalogue/catalogue-types.ts';
import { seedCatalogue } from '../../scripts/seed/seed.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('seed');
const mediaDir = mkdtempSync(join(tmpdir(), 'xiaopu-media-'));
const client = new mongo.MongoClient(mongodbUri);
afterAll(async () => {
  await client.close();
  rmSync(mediaDir, { recursive: true, force: true });
});

/** Two products are enough to see that everything arrives; composing all pictures takes long. */
function smallShop(): DemoCatalogue {
  const products = demoCatalogue.products.slice(0, 2);
  const [first] = products;
  const code = first?.code ?? '';
  const pictures = demoCatalogue.pictures.filter((picture) => picture.key === first?.gallery[0]);
  return {
    ...demoCatalogue,
    products,
    pictures,
    banners: [
      { code: 'one', title: '横幅', subtitle: '', picture: '', link: { kind: 'product', productCode: code } },
    ],
    featuredProductCodes: [code],
    newProductCodes: [code],
    hotWords: ['苹果'],
  };
}

async function dump(): Promise<unknown> {
  const names = ['categories', 'homePage', 'products', 'skus', 'stockLevels', 'stockMovements'];
  return Promise.all(names.map((name) => client.db().collection(name).find().sort({ _id: 1 }).toArray()));
}

test('a seed cut short is finished by the next; one that is done is never made again', async () => {
  const catalogue = smallShop();
  const counted = await seedCatalogue({ mongodbUri, mediaDir, catalogue });
  const skuCount = catalogue.products.flatMap((product) => product.skus).length;
  expect(counted).toEqual({ products: 2, skus: skuCount, categories: catalogue.categories.length });
  const whole = await dump();

  const db = client.db();
  // As after a crash: the last steps are missing.
  await db.collection('homePage').deleteMany({});
  await db.collection('stockLevels').deleteOne({});
  await db
    .collection('stockMovements')
    .deleteMany({ skuId: { $nin: await db.collection('stockLevels').distinct('_id') } });
  await seedCatalogue({ mongodbUri, mediaDir, catalogue });
  expect(await db.collection('stockLevels').countDocuments()).toBe(skuCount);
  expect(await db.collection('homePage').countDocuments()).toBe(1);

  const before = await dump();
  await db.collection('skus').updateOne({}, { $set: { priceFen: 1 } });
  const changed = await dump();
  await seedCatalogue({ mongodbUri, mediaDir, catalogue });
  expect(await dump()).toEqual(changed);
  expect(changed).not.toEqual(before);
  expect(whole).toHaveLength(6);
});

test('every opening stock has its row in the ledger, and the picture is where its address says', async () => {
  const db = client.db();
  const levels = await db.collection<{ _id: string; stock: number }>('stockLevels').find().toArray();
  for (const level of levels) {
    const rows = await db.collection('stockMovements').find({ skuId: level._id }).toArray();
    expect(rows.map((row) => row['quantity'] as number)).toEqual([level.stock]);
  }
  const product = await db.collection('products').findOne({ featured: true });
  const [picture] = (product?.['gallery'] ?? []) as string[];
  expect(existsSync(join(mediaDir, (picture ?? '').replace('/media/', '')))).toBe(true);
});

test('a shop with goods of its own is left alone', async () => {
  const db = client.db();
  await db.dropDatabase();
  await db.collection<{ _id: string }>('products').insertOne({ _id: 'own', code: 'own' } as { _id: string });
  const counted = await seedCatalogue({ mongodbUri, mediaDir, catalogue: smallShop() });
  expect(counted).toEqual({ products: 1, skus: 0, categories: 0 });
});

import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import sharp from 'sharp';

import type { DemoPicture } from '../../scripts/seed/catalogue/catalogue-types.ts';
import { demoCatalogue } from '../../scripts/seed/catalogue/catalogue.ts';
import { composePictures } from '../../scripts/seed/compose-pictures.ts';
import { emojiFile } from '../../scripts/seed/pictures/emoji-file.ts';

const { banners, categories, pictures, products } = demoCatalogue;
const skus = products.flatMap((product) => product.skus);
const pictureKeys = new Set(pictures.map(({ key }) => key));
const productCodes = new Set(products.map(({ code }) => code));
const categorySlugs = new Set(categories.map(({ slug }) => slug));

/** What fails the condition, so that a failing test names it. */
const offenders = <T>(list: readonly T[], condition: (item: T) => boolean): T[] =>
  list.filter((item) => !condition(item));

describe('categories of the demo catalogue', () => {
  test('have three levels, each hung under the one above it', () => {
    const levelOf = new Map(categories.map(({ slug, level }) => [slug, level]));
    expect(new Set(levelOf.values())).toEqual(new Set([1, 2, 3]));
    expect(categorySlugs.size).toBe(categories.length);
    expect(
      offenders(categories, ({ level, parentSlug }) =>
        parentSlug === null ? level === 1 : levelOf.get(parentSlug) === level - 1,
      ),
    ).toEqual([]);
  });

  test('come after their parents', () => {
    const at = new Map(categories.map(({ slug }, index) => [slug, index]));
    expect(
      offenders(categories, ({ slug, parentSlug }) =>
        parentSlug === null ? true : (at.get(parentSlug) ?? Infinity) < (at.get(slug) ?? -1),
      ),
    ).toEqual([]);
  });

  test('of the third level all hold goods, and goods are nowhere else', () => {
    const third = categories.filter(({ level }) => level === 3).map(({ slug }) => slug);
    expect(new Set(products.map(({ categorySlug }) => categorySlug))).toEqual(new Set(third));
  });
});

describe('products of the demo catalogue', () => {
  test('are at least 64, each with a code of its own', () => {
    expect(products.length).toBeGreaterThanOrEqual(64);
    expect(productCodes.size).toBe(products.length);
    expect(offenders([...productCodes], (code) => /^[a-z0-9-]+$/.test(code))).toEqual([]);
  });

  test('have 2 to 8 SKUs, one for every combination of their specs', () => {
    expect(
      offenders(products, ({ skus, specAxes }) => {
        const combinations = new Set(skus.map(({ specs }) => JSON.stringify(specs)));
        const expected = specAxes.reduce((count, { values }) => count * values.length, 1);
        return combinations.size === expected && skus.length === expected && expected >= 2 && expected <= 8;
      }),
    ).toEqual([]);
    expect(
      offenders(products, ({ specAxes, skus }) =>
        skus.every(({ specs }) =>
          specs.every(({ name, value }, index) => {
            const axis = specAxes[index];
            return axis?.name === name && axis.values.includes(value);
          }),
        ),
      ),
    ).toEqual([]);
  });

  test('are told about: text, points, words to find them by, pictures', () => {
    expect(
      offenders(
        products,
        (product) =>
          product.title.length <= 60 &&
          /\p{Script=Han}/u.test(product.title) &&
          product.subtitle !== '' &&
          product.sellingPoints.length >= 2 &&
          product.keywords.length >= 2 &&
          product.unit !== '' &&
          product.gallery.length >= 3 &&
          new Set(product.gallery).size === product.gallery.length &&
          product.detail.filter(({ kind }) => kind === 'text').length >= 2,
      ),
    ).toEqual([]);
  });

  test('are limited per order in a few cases only', () => {
    const limited = products.filter(({ limitPerOrder }) => limitPerOrder !== undefined);
    expect(limited.length).toBeGreaterThanOrEqual(2);
    expect(limited.length).toBeLessThanOrEqual(3);
  });
});

describe('SKUs of the demo catalogue', () => {
  test('have codes of their own that fit a label', () => {
    expect(new Set(skus.map(({ code }) => code)).size).toBe(skus.length);
    expect(offenders(skus, ({ code }) => /^[A-Z0-9-]{1,32}$/.test(code))).toEqual([]);
  });

  test('have prices in whole fen, and a market price no lower', () => {
    expect(offenders(skus, ({ priceFen }) => Number.isSafeInteger(priceFen) && priceFen > 0)).toEqual([]);
    expect(
      offenders(
        skus,
        ({ priceFen, marketPriceFen }) =>
          marketPriceFen === undefined ||
          (Number.isSafeInteger(marketPriceFen) && marketPriceFen >= priceFen),
      ),
    ).toEqual([]);
  });

  test('have weights in whole grams and between 50 and 500 in stock, not all the same', () => {
    expect(
      offenders(skus, ({ weightGrams }) => Number.isSafeInteger(weightGrams) && weightGrams > 0),
    ).toEqual([]);
    expect(
      offenders(skus, ({ stock }) => Number.isSafeInteger(stock) && stock >= 50 && stock <= 500),
    ).toEqual([]);
    expect(new Set(skus.map(({ stock }) => stock)).size).toBeGreaterThan(50);
  });
});

const findable = (word: string): boolean =>
  products.some(({ title, keywords }) => title.includes(word) || keywords.includes(word));

describe('what the front page names', () => {
  test('exists', () => {
    const { featuredProductCodes, newProductCodes, hotWords, notices, freightNote } = demoCatalogue;
    const named = [...featuredProductCodes, ...newProductCodes];
    expect(offenders(named, (code) => productCodes.has(code))).toEqual([]);
    expect(new Set(named).size).toBe(named.length);
    expect(
      offenders(banners, ({ link }) =>
        link.kind === 'product' ? productCodes.has(link.productCode) : categorySlugs.has(link.categorySlug),
      ),
    ).toEqual([]);
    expect(banners.length).toBeGreaterThanOrEqual(3);
    expect(notices.length).toBeGreaterThanOrEqual(2);
    expect(freightNote).not.toBe('');
    expect(offenders(hotWords, findable)).toEqual([]);
  });
});

describe('pictures of the demo catalogue', () => {
  test('are each named once, and every one that is referred to is there', () => {
    const referred = [
      ...categories.map(({ picture }) => picture),
      ...banners.map(({ picture }) => picture),
      ...skus.map(({ picture }) => picture),
      ...products.flatMap(({ gallery }) => gallery),
      ...products.flatMap(({ detail }) =>
        detail.flatMap((block) => (block.kind === 'picture' ? [block.picture] : [])),
      ),
    ];
    expect(pictureKeys.size).toBe(pictures.length);
    expect(offenders(referred, (key) => pictureKeys.has(key))).toEqual([]);
    expect(offenders([...pictureKeys], (key) => referred.includes(key))).toEqual([]);
  });

  test('use only emoji that the picture package has', () => {
    const emojis = new Set(pictures.flatMap(({ layers }) => layers.map(({ emoji }) => emoji)));
    expect(offenders([...emojis], (emoji) => emojiFile(emoji) !== undefined)).toEqual([]);
    expect(emojiFile('小')).toBeUndefined();
  });
});

describe('composing pictures', () => {
  let mediaDir = '';
  beforeEach(async () => {
    mediaDir = await mkdtemp(path.join(tmpdir(), 'xiaopu-pictures-'));
  });
  afterEach(async () => {
    await rm(mediaDir, { recursive: true, force: true });
  });

  /** One of every kind of scene, with and without a changed colour. */
  const sample = ['category-fruit', 'banner-fresh', 'product-wool-scarf-close-up', 'product-wool-scarf-teal'];
  const scenes = pictures.filter(({ key }) => sample.includes(key));
  const fileOf = (address: string | undefined): string =>
    path.join(mediaDir, (address ?? '').replace('/media/', ''));

  test('makes WebP pictures of the size asked for, at addresses below /media/demo', async () => {
    const addresses = await composePictures({ mediaDir, pictures: scenes });
    expect([...addresses.keys()].sort()).toEqual([...sample].sort());
    for (const { key, width, height } of scenes) {
      expect(addresses.get(key)).toMatch(/^\/media\/demo\/[a-z0-9-]+\.webp$/);
      const metadata = await sharp(fileOf(addresses.get(key))).metadata();
      expect({ key, ...metadata }).toMatchObject({ key, width, height, format: 'webp', hasAlpha: false });
    }
    expect(await readdir(path.join(mediaDir, 'demo'))).toHaveLength(sample.length);
  });

  test('makes the same bytes again, and only those that are missing', async () => {
    const [first, second] = scenes;
    if (first === undefined || second === undefined) throw new Error('too few scenes');
    const addresses = await composePictures({ mediaDir, pictures: [first, second] });
    const [kept, lost] = [fileOf(addresses.get(first.key)), fileOf(addresses.get(second.key))];
    const { mtimeMs } = await stat(kept);
    const bytes = await readFile(lost);
    await rm(lost);
    expect(await composePictures({ mediaDir, pictures: [first, second] })).toEqual(addresses);
    expect((await stat(kept)).mtimeMs).toBe(mtimeMs);
    expect(bytes.equals(await readFile(lost))).toBe(true);
  });

  test('gives a changed scene another address', async () => {
    const scene = scenes.find(({ key }) => key === 'category-fruit');
    if (scene === undefined) throw new Error('no such scene');
    const changed: DemoPicture = { ...scene, backdrop: 'stone' };
    const before = await composePictures({ mediaDir, pictures: [scene] });
    const after = await composePictures({ mediaDir, pictures: [changed] });
    expect(after.get(scene.key)).not.toBe(before.get(scene.key));
  });

  test('fails on an emoji without a picture and leaves no half file', async () => {
    const layer = { emoji: '小', x: 0.5, y: 0.5, size: 0.5, anchor: 'centre', shadow: 'none' } as const;
    const scene: DemoPicture = {
      key: 'none',
      width: 20,
      height: 20,
      stage: 'studio',
      backdrop: 'cream',
      layers: [layer],
    };
    await expect(composePictures({ mediaDir, pictures: [scene] })).rejects.toThrow('小');
    expect(await readdir(path.join(mediaDir, 'demo'))).toEqual([]);
  });
});

import type { CatalogueInput, ProductInput, SkuInput } from '../../server/catalog/catalogue-input.ts';
import { buildTree } from '../../server/catalog/category-tree.ts';
import { checkCatalogue } from '../../server/catalog/check-catalogue.ts';

const sku: SkuInput = {
  code: 'TEA-1',
  specs: [{ name: '规格', value: '一罐' }],
  priceFen: 2900,
  marketPriceFen: 3900,
  weightGrams: 250,
  imageUrl: '',
};
const product: ProductInput = {
  code: 'tea',
  categoryCode: 'tea-green',
  title: '龙井茶',
  subtitle: '',
  brand: '',
  unit: '罐',
  sellingPoints: [],
  tags: [],
  keywords: [],
  gallery: [],
  detail: [],
  specs: [{ name: '规格', values: ['一罐', '两罐'] }],
  onShelf: true,
  featured: false,
  limitPerOrder: null,
  newAt: new Date(0),
  skus: [sku],
};
const level = (code: string, parentCode: string | null, level: 1 | 2 | 3) => ({
  code,
  parentCode,
  level,
  name: code,
  position: 1,
  imageUrl: '',
});
const catalogue: CatalogueInput = {
  categories: [level('food', null, 1), level('drink', 'food', 2), level('tea-green', 'drink', 3)],
  products: [product],
};
const withSku = (change: Partial<SkuInput>): CatalogueInput => ({
  ...catalogue,
  products: [{ ...product, skus: [{ ...sku, ...change }] }],
});
const withProduct = (change: Partial<ProductInput>): CatalogueInput => ({
  ...catalogue,
  products: [{ ...product, ...change }],
});

test('a right catalogue has no problems', () => {
  expect(checkCatalogue(catalogue)).toEqual([]);
});

test.each<[string, CatalogueInput, string]>([
  ['a price of nothing', withSku({ priceFen: 0 }), '价格应为大于 0 的整数（分）'],
  ['a fraction of a fen', withSku({ priceFen: 19.9 }), '价格应为大于 0 的整数（分）'],
  ['a market price below the price', withSku({ marketPriceFen: 2899 }), '划线价不能低于价格'],
  ['a negative weight', withSku({ weightGrams: -1 }), '重量应为整数（克）'],
  ['a code too long for WeChat', withSku({ code: 'A'.repeat(33) }), '规格编码应为 1 到 32 个字符'],
  [
    'a value its axis has not',
    withSku({ specs: [{ name: '规格', value: '三罐' }] }),
    '规格值与商品规格不一致',
  ],
  ['a missing axis', withSku({ specs: [] }), '规格值与商品规格不一致'],
  ['no SKU', withProduct({ skus: [] }), '至少需要一个规格'],
  ['the same choice twice', withProduct({ skus: [sku, { ...sku, code: 'B' }] }), '规格组合重复'],
  ['the same SKU code twice', withProduct({ skus: [sku, sku] }), '编码重复：TEA-1'],
  ['a category that is no leaf', withProduct({ categoryCode: 'drink' }), '所属分类应为第三级分类'],
  ['an unknown category', withProduct({ categoryCode: 'nowhere' }), '所属分类应为第三级分类'],
  ['no title', withProduct({ title: ' ' }), '缺少标题'],
  [
    'an unknown parent',
    { ...catalogue, categories: [...catalogue.categories, level('x', 'nowhere', 2)] },
    '上级分类不存在',
  ],
  [
    'a level that does not follow its parent',
    { ...catalogue, categories: [...catalogue.categories, level('x', 'food', 3)] },
    '分类层级有误',
  ],
])('%s is told', (_, input, message) => {
  expect(checkCatalogue(input).map((problem) => problem.message)).toContain(message);
});

test('a banner must lead somewhere', () => {
  const banner = { code: 'b', title: '', subtitle: '', imageUrl: '' };
  const homePage = {
    banners: [{ ...banner, link: { kind: 'product', code: 'gone' } as const }],
    notices: [],
    hotWords: [],
  };
  expect(checkCatalogue({ ...catalogue, homePage })).toEqual([
    { path: 'homePage.banners.b', message: '链接的内容不存在' },
  ]);
});

const node = (_id: string, parentId: string | null, level: 1 | 2 | 3) => ({
  _id,
  parentId,
  level,
  name: _id,
  imageUrl: '',
  position: 1,
});

test('a node without its parent is left out of the tree, with all below it', () => {
  const tree = buildTree([node('c', 'b', 3), node('a', null, 1), node('b', 'a', 2), node('y', 'gone', 2)]);
  expect(tree.map((root) => root._id)).toEqual(['a']);
  expect(tree[0]?.children[0]?.children[0]?._id).toBe('c');
});

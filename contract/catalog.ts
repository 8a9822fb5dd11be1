import { z } from 'zod';
import { fen, id, imageUrl, listOf, paging, queryInteger, text } from './fields.ts';
import { route } from './route.ts';

export const productCard = z.strictObject({
  productId: id,
  title: z.string(),
  subtitle: z.string(),
  imageUrl,
  /** Lowest price among its SKUs. */
  priceFen: fen,
  marketPriceFen: fen.nullable(),
  sold: z.int().min(0),
  soldOut: z.boolean(),
  tags: z.array(z.string()),
});

const link = z.strictObject({
  kind: z.enum(['product', 'category', 'none']),
  targetId: z.string().nullable(),
});

export const home = z.strictObject({
  banners: z.array(z.strictObject({ bannerId: id, title: z.string(), subtitle: z.string(), imageUrl, link })),
  shortcuts: z.array(z.strictObject({ categoryId: id, name: z.string(), imageUrl })),
  featured: z.array(productCard),
  newProducts: z.array(productCard),
  notices: z.array(z.string()),
});

const leaf = z.strictObject({ categoryId: id, name: z.string(), imageUrl });
const branch = z.strictObject({ ...leaf.shape, children: z.array(leaf) });
export const categoryTree = z.strictObject({
  categories: z.array(z.strictObject({ ...leaf.shape, children: z.array(branch) })),
});

export const specValue = z.strictObject({ name: z.string(), value: z.string() });

export const sku = z.strictObject({
  skuId: id,
  code: z.string(),
  specs: z.array(specValue),
  priceFen: fen,
  marketPriceFen: fen.nullable(),
  stock: z.int().min(0),
  imageUrl,
  weightGrams: z.int().min(0),
});

export const detailBlock = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string() }),
  z.strictObject({ kind: z.literal('image'), imageUrl }),
]);

export const productDetail = z.strictObject({
  productId: id,
  title: z.string(),
  subtitle: z.string(),
  onShelf: z.boolean(),
  categories: z.array(z.strictObject({ categoryId: id, name: z.string() })),
  gallery: z.array(imageUrl),
  /** Axes in order, each with its values in order. */
  specs: z.array(z.strictObject({ name: z.string(), values: z.array(z.string()) })),
  skus: z.array(sku),
  detail: z.array(detailBlock),
  sellingPoints: z.array(z.string()),
  sold: z.int().min(0),
  limitPerOrder: z.int().min(1).nullable(),
  freightNote: z.string(),
  rating: z.strictObject({ average: z.number().nullable(), count: z.int().min(0) }),
});

export const productSorts = ['relevance', 'sales', 'price', '-price', 'newest'] as const;

const priceQuery = queryInteger(0, 10_000_000_000).optional();

export const getHome = route({
  name: 'getHome',
  method: 'GET',
  path: '/api/home',
  auth: 'public',
  tag: 'Catalogue',
  summary: 'What the home page shows',
  response: home,
});

export const listCategories = route({
  name: 'listCategories',
  method: 'GET',
  path: '/api/categories',
  auth: 'public',
  tag: 'Catalogue',
  summary: 'Three-level category tree',
  response: categoryTree,
});

export const listProducts = route({
  name: 'listProducts',
  method: 'GET',
  path: '/api/products',
  auth: 'public',
  tag: 'Catalogue',
  summary: 'Search and browse products',
  query: z.strictObject({
    keyword: text(50).optional(),
    categoryId: id.optional(),
    sort: z.enum(productSorts).default('relevance'),
    minPriceFen: priceQuery,
    maxPriceFen: priceQuery,
    ...paging,
  }),
  response: listOf(productCard),
});

export const getProduct = route({
  name: 'getProduct',
  method: 'GET',
  path: '/api/products/:productId',
  auth: 'public',
  tag: 'Catalogue',
  summary: 'One product with its SKUs; stock is always fresh',
  params: z.strictObject({ productId: id }),
  response: productDetail,
  errors: ['NOT_FOUND'],
});

export const suggest = route({
  name: 'suggest',
  method: 'GET',
  path: '/api/search/suggestions',
  auth: 'public',
  tag: 'Catalogue',
  summary: 'Completions of what is being typed',
  query: z.strictObject({ q: text(50) }),
  response: z.strictObject({ items: z.array(z.string()) }),
});

export const hotWords = route({
  name: 'hotWords',
  method: 'GET',
  path: '/api/search/hot',
  auth: 'public',
  tag: 'Catalogue',
  summary: 'Words others search for',
  response: z.strictObject({ items: z.array(z.string()) }),
});

export const catalogRoutes = [getHome, listCategories, listProducts, getProduct, suggest, hotWords] as const;

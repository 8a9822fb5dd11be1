import type { PipelineStage } from 'mongoose';
import { done, fail, type Outcome } from '../platform/outcome.ts';
import type { Shop } from '../platform/shop.ts';
import { type CardDoc, cardFields, presentCard, type ProductCard } from './product-card.ts';
import { products } from './product-model.ts';
import {
  afterPosition,
  decodePosition,
  encodePosition,
  type OrderValues,
  type ProductOrderName,
  productOrders,
  type ProductPosition,
  type SearchMode,
} from './product-order.ts';
import { type Keyword, matchKeyword, modesOf, readKeyword, scoreOf } from './search-filter.ts';

export interface ProductQuery {
  keyword?: string | undefined;
  /** Of any level. */
  categoryId?: string | undefined;
  sort: ProductOrderName;
  /** Bounds of the lowest price of a product, both inclusive. */
  minPriceFen?: number | undefined;
  maxPriceFen?: number | undefined;
  limit: number;
  cursor?: string | undefined;
}

type Row = CardDoc & OrderValues;

function onShelf(query: ProductQuery): Record<string, unknown> {
  const { categoryId, minPriceFen, maxPriceFen } = query;
  const price = {
    ...(minPriceFen === undefined ? {} : { $gte: minPriceFen }),
    ...(maxPriceFen === undefined ? {} : { $lte: maxPriceFen }),
  };
  return {
    onShelf: true,
    ...(categoryId === undefined ? {} : { categoryIds: categoryId }),
    ...(Object.keys(price).length === 0 ? {} : { minPriceFen: price }),
  };
}

interface Page {
  order: ProductOrderName;
  keyword: Keyword | null;
  mode: SearchMode;
  after: OrderValues | null;
}

async function findPage(shop: Shop, query: ProductQuery, page: Page): Promise<Row[]> {
  const order = productOrders[page.order];
  const scored = page.order === 'relevance' && page.keyword;
  const pipeline: PipelineStage[] = [
    { $match: { ...onShelf(query), ...matchKeyword(page.keyword, page.mode) } },
    ...(scored ? [{ $addFields: { score: scoreOf(scored) } }] : []),
    ...(page.after ? [{ $match: afterPosition(order, page.after) }] : []),
    { $sort: Object.fromEntries(order) },
    // One more than asked for tells whether there is a next page.
    { $limit: query.limit + 1 },
    { $project: { ...cardFields, newAt: 1, ...(scored ? { score: 1 } : {}) } },
  ];
  return products(shop).aggregate<Row>(pipeline);
}

/**
 * Products on the shelf, a page at a time. A keyword's words must all be met; where nothing has them all,
 * its text is looked for inside titles, then any of its words.
 * @returns INVALID_REQUEST for a cursor of another order or bounds that exclude each other
 */
export async function listProducts(
  shop: Shop,
  query: ProductQuery,
): Promise<Outcome<{ items: ProductCard[]; nextCursor: string | null }>> {
  const { cursor, minPriceFen = 0, maxPriceFen = Infinity } = query;
  if (minPriceFen > maxPriceFen) {
    const errors = [{ path: 'query.minPriceFen', message: '最低价不能高于最高价' }];
    return fail('INVALID_REQUEST', { errors });
  }
  const keyword = readKeyword(query.keyword);
  // Without a keyword nothing is more relevant than what sells.
  const order = query.sort === 'relevance' && !keyword ? 'sales' : query.sort;
  let position: ProductPosition | null = null;
  if (cursor !== undefined && cursor !== '') {
    position = decodePosition(order, cursor);
    if (!position) {
      const errors = [{ path: 'query.cursor', message: '翻页位置已失效，请从头查看' }];
      return fail('INVALID_REQUEST', { errors });
    }
  }
  let rows: Row[] = [];
  let mode: SearchMode = 'none';
  for (mode of position ? [position.mode] : modesOf(keyword)) {
    rows = await findPage(shop, query, { order, keyword, mode, after: position?.values ?? null });
    if (rows.length > 0) break;
  }
  const items = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  return done({
    items: items.map(presentCard),
    nextCursor: last ? encodePosition(order, mode, last) : null,
  });
}

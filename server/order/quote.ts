import type { z } from 'zod';
import type { quote as quoteSchema } from '../../contract/order.ts';
import { loadAddress } from '../address/load-address.ts';
import { loadSellables } from '../catalog/load-skus.ts';
import { done, fail, type Outcome } from '../platform/outcome.ts';
import type { Shop } from '../platform/shop.ts';
import { stockOf } from '../stock/stock-of.ts';
import type { QuoteInput } from './order-input.ts';
import { type LineProblem, type PricedLines, priceLines } from './order-lines.ts';
import { presentLine } from './present-order.ts';
import { refuseUnoffered } from './promises.ts';
import { wantedLines } from './wanted-lines.ts';

export type Quote = z.input<typeof quoteSchema>;

function stockProblem(line: PricedLines['lines'][number], available: number): LineProblem | null {
  if (available >= line.quantity) return null;
  const { skuId, title } = line;
  return available === 0
    ? { skuId, code: 'SOLD_OUT', available, message: `「${title}」已售罄` }
    : { skuId, code: 'NOT_ENOUGH_STOCK', available, message: `「${title}」仅剩 ${available} 件` };
}

export function presentQuote({ lines, priced, problems }: PricedLines): Quote {
  return {
    lines: lines.map(presentLine),
    quantity: priced.quantity,
    ...priced.amounts,
    coupons: { usable: [], unusable: [] },
    problems,
  };
}

/** What an order of this would cost now, and what stands in its way. Changes nothing. */
export async function quoteOrder(shop: Shop, memberId: string, input: QuoteInput): Promise<Outcome<Quote>> {
  const refused = refuseUnoffered(input);
  if (refused) return refused;
  if (input.addressId && !(await loadAddress(shop, memberId, input.addressId))) return fail('NOT_FOUND');
  const wanted = await wantedLines(shop, memberId, input);
  if (!wanted.ok) return wanted;
  const skuIds = wanted.value.lines.map((line) => line.skuId);
  const [sellables, stock] = await Promise.all([loadSellables(shop, skuIds), stockOf(shop, skuIds)]);
  const goods = priceLines(wanted.value.lines, sellables);
  if (!goods.ok) return goods;
  const priced = goods.value;
  const known = new Set(priced.problems.map((problem) => problem.skuId));
  const short = priced.lines
    .filter((line) => !known.has(line.skuId))
    .flatMap((line) => stockProblem(line, stock.get(line.skuId) ?? 0) ?? []);
  return done(presentQuote({ ...priced, problems: [...priced.problems, ...short] }));
}

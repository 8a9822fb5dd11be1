import { trusted } from '../platform/mongo/model.ts';
import type { Shop } from '../platform/shop.ts';
import { escapePattern } from './escape-pattern.ts';
import { type ProductDoc, products } from './product-model.ts';
import { normalizeText } from './search-words.ts';

const most = 10;
/** Products looked at for each answer. */
const candidates = 40;

type Hit = Pick<ProductDoc, 'title' | 'keywords' | 'brand'>;

/** Short words before whole titles; what begins with the typed text before what contains it. */
export function rankSuggestions(typed: string, hits: readonly Hit[]): string[] {
  const words = hits.flatMap((hit) => [hit.brand, ...hit.keywords]);
  const titles = hits.map((hit) => hit.title);
  const places = new Map<string, number>();
  for (const [kind, texts] of [words, titles].entries()) {
    for (const text of texts) {
      const at = normalizeText(text).indexOf(typed);
      if (at >= 0 && !places.has(text)) places.set(text, kind * 2 + (at === 0 ? 0 : 1));
    }
  }
  // The sort is stable: equal places keep the order of what sells best.
  const ranked = [...places].sort(([, a], [, b]) => a - b);
  return ranked.map(([text]) => text).slice(0, most);
}

/** @returns up to 10 completions of what is being typed, best sellers first among equals */
export async function suggestWords(shop: Shop, text: string): Promise<string[]> {
  const typed = normalizeText(text);
  if (typed === '') return [];
  const pattern = escapePattern(typed);
  const find = async (by: Record<string, unknown>): Promise<Hit[]> =>
    products(shop)
      .find({ onShelf: true, ...by }, { title: 1, keywords: 1, brand: 1 })
      .sort({ sold: -1, _id: 1 })
      .limit(candidates)
      .lean<Hit[]>();
  // Beginnings of words are read from the index; titles are only searched through where these are too few.
  const hits = await find({ searchWords: trusted({ $regex: `^${pattern}` }) });
  const quick = rankSuggestions(typed, hits);
  if (quick.length >= most) return quick;
  const inTitles = await find({ title: trusted({ $regex: pattern, $options: 'i' }) });
  return rankSuggestions(typed, [...hits, ...inTitles]);
}

import { escapePattern } from './escape-pattern.ts';
import type { SearchMode } from './product-order.ts';
import { cutWords, normalizeText } from './search-words.ts';

/** More words than this narrow nothing further and only cost time. */
const maxWords = 12;

/** A title's word weighs this much more than one found elsewhere. */
const titleWeight = 4;

export interface Keyword {
  phrase: string;
  words: string[];
}

/** @returns null where nothing is asked for */
export function readKeyword(text: string | undefined): Keyword | null {
  const phrase = normalizeText(text ?? '');
  return phrase === '' ? null : { phrase, words: cutWords(phrase).slice(0, maxWords) };
}

/** The ways to meet a keyword, the strictest first; the first that finds anything is used. */
export function modesOf(keyword: Keyword | null): SearchMode[] {
  if (!keyword) return ['none'];
  const { length } = keyword.words;
  return [...(length > 0 ? (['all'] as const) : []), 'phrase', ...(length > 1 ? (['any'] as const) : [])];
}

/** The filter of one mode. */
export function matchKeyword(keyword: Keyword | null, mode: SearchMode): Record<string, unknown> {
  if (!keyword || mode === 'none') return {};
  if (mode === 'phrase') return { title: { $regex: escapePattern(keyword.phrase), $options: 'i' } };
  return { searchWords: { [mode === 'all' ? '$all' : '$in']: keyword.words } };
}

/** An aggregation expression: longer words and words of the title count more, the whole phrase most. */
export function scoreOf(keyword: Keyword): Record<string, unknown> {
  const scores = keyword.words.map((word) => {
    // $literal: a word is never read as a field's path.
    const literal = { $literal: word };
    const elsewhere = { $cond: [{ $in: [literal, '$searchWords'] }, 1, 0] };
    const weight = { $cond: [{ $in: [literal, '$titleWords'] }, titleWeight, elsewhere] };
    return { $multiply: [Array.from(word).length, weight] };
  });
  const place = { $indexOfCP: [{ $toLower: '$title' }, { $literal: keyword.phrase }] };
  const whole = {
    $let: {
      vars: { place },
      in: { $cond: [{ $eq: ['$$place', 0] }, 60, { $cond: [{ $gt: ['$$place', 0] }, 50, 0] }] },
    },
  };
  return { $add: [...scores, whole] };
}

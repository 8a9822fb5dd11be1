import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';

/** Words that say nothing about goods; asking for them would only lose results. */
const fillers = new Set(['的', '了', '和', '与', '及', '或', '是', '在', '个', '用']);

let cutter: Jieba | null = null;

/** The dictionary takes 0.2 s and 40 MB: loaded by the first search, not by every process at start. */
function jieba(): Jieba {
  cutter ??= Jieba.withDict(dict);
  return cutter;
}

/** One spelling for what people type alike: full-width forms, capitals and runs of spaces. */
export function normalizeText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/**
 * The words of a text, each once, in order. Long words come with the shorter ones inside them
 * (运动鞋 also gives 运动), so that either finds the other.
 */
export function cutWords(text: string): string[] {
  // Without the model for unknown words: it cuts by context, so a title and a keyword could disagree.
  const words = jieba().cutForSearch(normalizeText(text), false);
  return [...new Set(words)].filter((word) => /[\p{L}\p{N}]/u.test(word) && !fillers.has(word));
}

export interface Searchable {
  title: string;
  subtitle: string;
  brand: string;
  keywords: readonly string[];
  categoryNames: readonly string[];
}

/** Every word a product is found by. Further spellings of a word, such as pinyin, belong here and nowhere else. */
export function productWords(product: Searchable): { titleWords: string[]; searchWords: string[] } {
  const { title, subtitle, brand, keywords, categoryNames } = product;
  // A keyword is also kept whole: staff chose it, the dictionary may not know it.
  const whole = [brand, ...keywords].map(normalizeText).filter((word) => word !== '');
  const titleWords = cutWords(title);
  const rest = cutWords([subtitle, brand, ...keywords, ...categoryNames].join(' '));
  return { titleWords, searchWords: [...new Set([...titleWords, ...whole, ...rest])] };
}

import type { DraftValue } from './product-draft.ts';

/** Clothes that cost the same in every size; the larger ones weigh more, which the freight sees. */
export const CLOTHES_SIZES: readonly DraftValue[] = [
  { tag: 's', value: 'S' },
  { tag: 'm', value: 'M', addGrams: 10 },
  { tag: 'l', value: 'L', addGrams: 20 },
  { tag: 'xl', value: 'XL', addGrams: 30 },
];

export const SHOE_SIZES: readonly DraftValue[] = [
  { tag: '37', value: '37 码' },
  { tag: '39', value: '39 码', addGrams: 30 },
  { tag: '41', value: '41 码', addGrams: 60 },
  { tag: '43', value: '43 码', addGrams: 90 },
];

import type { BackdropName, DemoCategory, DemoPicture, PictureLayer } from './catalogue-types.ts';

const CATEGORY_BACKDROPS: readonly BackdropName[] = [
  'rose',
  'peach',
  'mint',
  'sky',
  'lemon',
  'lilac',
  'stone',
  'cream',
  'aqua',
  'sage',
];

/** Small and close up; the backdrop differs from its neighbours'. */
export function categoryPicture(category: DemoCategory, index: number): DemoPicture {
  const backdrop = CATEGORY_BACKDROPS[index % CATEGORY_BACKDROPS.length] ?? 'cream';
  const { emoji } = category;
  const layer = { emoji, x: 0.5, y: 0.49, size: 0.66, anchor: 'centre', shadow: 'floor' } as const;
  return { key: category.picture, width: 200, height: 200, stage: 'studio', backdrop, layers: [layer] };
}

/** Places on the right of a banner, those behind first; the left half stays free for title and subtitle. */
const BANNER_PLACES: readonly Pick<PictureLayer, 'x' | 'y' | 'size'>[] = [
  { x: 0.6, y: 0.68, size: 0.38 },
  { x: 0.87, y: 0.68, size: 0.4 },
  { x: 0.735, y: 0.8, size: 0.62 },
  { x: 0.585, y: 0.87, size: 0.28 },
  { x: 0.885, y: 0.88, size: 0.28 },
];

/** `emojis` as they are placed: left behind, right behind, the large one, left front, right front. */
export function bannerPicture(code: string, backdrop: BackdropName, emojis: readonly string[]): DemoPicture {
  const layers = BANNER_PLACES.flatMap((place, index): PictureLayer[] => {
    const emoji = emojis[index];
    return emoji === undefined ? [] : [{ ...place, emoji, anchor: 'ground', shadow: 'floor' }];
  });
  return { key: `banner-${code}`, width: 1500, height: 600, stage: 'banner', backdrop, layers };
}

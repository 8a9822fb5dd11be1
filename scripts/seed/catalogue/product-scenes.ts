import type { BackdropName, DemoPicture, PictureLayer, Tint } from './catalogue-types.ts';
import type { DraftLook, ProductDraft } from './product-draft.ts';

const SQUARE = { width: 800, height: 800 };

interface Thing extends Tint {
  readonly emoji: string;
}
type Companions = readonly [string, string];
type Place = Pick<PictureLayer, 'x' | 'y' | 'size'> & Partial<Pick<PictureLayer, 'angle' | 'mirrored'>>;

/** Where the pieces stand when several of the same are sold together; those behind come first. */
const GROUPS: Record<1 | 2 | 3 | 4, readonly Place[]> = {
  1: [{ x: 0.5, y: 0.8, size: 0.62 }],
  2: [
    { x: 0.64, y: 0.71, size: 0.44 },
    { x: 0.38, y: 0.8, size: 0.5 },
  ],
  3: [
    { x: 0.29, y: 0.7, size: 0.4 },
    { x: 0.71, y: 0.7, size: 0.4, mirrored: true },
    { x: 0.5, y: 0.81, size: 0.48 },
  ],
  4: [
    { x: 0.34, y: 0.61, size: 0.36 },
    { x: 0.66, y: 0.61, size: 0.36, mirrored: true },
    { x: 0.32, y: 0.82, size: 0.41, mirrored: true },
    { x: 0.68, y: 0.82, size: 0.41 },
  ],
};

const standing = (thing: Thing, place: Place): PictureLayer => ({
  ...thing,
  ...place,
  anchor: 'ground',
  shadow: 'floor',
});
const lying = (thing: Thing, place: Place): PictureLayer => ({
  ...thing,
  ...place,
  anchor: 'centre',
  shadow: 'drop',
});

/** One piece in the middle, or a group of it: the main picture, and that of a spec value. */
function portrait(key: string, backdrop: BackdropName, thing: Thing, count: 1 | 2 | 3 | 4): DemoPicture {
  const layers =
    count === 1
      ? [{ ...thing, x: 0.5, y: 0.485, size: 0.64, anchor: 'centre', shadow: 'floor' } as const]
      : GROUPS[count].map((place) => standing(thing, place));
  return { key, ...SQUARE, stage: 'studio', backdrop, layers };
}

/** A closer, tilted look. */
function closeUp(key: string, backdrop: BackdropName, thing: Thing): DemoPicture {
  const layer = lying(thing, { x: 0.5, y: 0.5, size: 0.68, angle: -14 });
  return { key, ...SQUARE, stage: 'disc', backdrop, layers: [layer] };
}

/** On a table with what goes with it. */
function stillLife(key: string, backdrop: BackdropName, thing: Thing, companions: Companions): DemoPicture {
  const [left, right] = companions;
  const layers = [
    standing({ emoji: left }, { x: 0.23, y: 0.7, size: 0.27 }),
    standing(thing, { x: 0.53, y: 0.78, size: 0.54 }),
    standing({ emoji: right }, { x: 0.81, y: 0.85, size: 0.26 }),
  ];
  return { key, ...SQUARE, stage: 'table', backdrop, layers };
}

/** Wide, seen from above, every second piece one of the companions: opens the detail text. */
function flatLay(key: string, backdrop: BackdropName, thing: Thing, companions: Companions): DemoPicture {
  const [first, second] = companions;
  // Few different poses, taken in turn: it looks laid by hand, and each is drawn only once.
  const cycle = [
    { goods: thing, size: 0.26, angle: -16 },
    { goods: { emoji: first }, size: 0.19, angle: 12 },
    { goods: thing, size: 0.26, angle: 9 },
    { goods: { emoji: second }, size: 0.19, angle: -10 },
  ];
  const layers = Array.from({ length: 15 }, (_, index) => {
    const { goods, size, angle } = cycle[index % cycle.length] ?? { goods: thing, size: 0.26, angle: 0 };
    const place = { x: 0.1 + (index % 5) * 0.2, y: 0.19 + Math.floor(index / 5) * 0.31 };
    return lying(goods, { ...place, size, angle });
  });
  return { key, width: 800, height: 500, stage: 'studio', backdrop, layers };
}

export const pictureKeyOf = (code: string, scene: string): string => `product-${code}-${scene}`;

/** Three together, in all the colours it comes in. */
function family(
  key: string,
  backdrop: BackdropName,
  thing: Thing,
  colours: readonly DraftLook[],
): DemoPicture {
  const [left = thing, right = thing] = colours.map((look) => ({ ...thing, ...look }));
  const things = [left, right, thing];
  const layers = GROUPS[3].map((place, index) => standing(things[index] ?? thing, place));
  return { key, ...SQUARE, stage: 'studio', backdrop, layers };
}

/** The gallery and the detail pictures of one product; the group shows `colours` beside it. */
export function productScenes(draft: ProductDraft, colours: readonly DraftLook[]): DemoPicture[] {
  const { code, companions } = draft;
  const [main, second] = draft.backdrops;
  const thing = { emoji: draft.emoji, ...draft.tint };
  return [
    portrait(pictureKeyOf(code, 'main'), main, thing, 1),
    closeUp(pictureKeyOf(code, 'close-up'), second, thing),
    stillLife(pictureKeyOf(code, 'still-life'), main, thing, companions),
    family(pictureKeyOf(code, 'group'), second, thing, colours),
    flatLay(pictureKeyOf(code, 'flat-lay'), main, thing, companions),
  ];
}

/** How one spec value looks. `scene` keeps it apart from the product's other pictures. */
export function lookScene(draft: ProductDraft, scene: string, look: DraftLook): DemoPicture {
  const { count = 1, ...recoloured } = look;
  const thing = { emoji: draft.emoji, ...draft.tint, ...recoloured };
  return portrait(pictureKeyOf(draft.code, scene), draft.backdrops[0], thing, count);
}

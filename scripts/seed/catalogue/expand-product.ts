import type { DemoPicture, DemoProduct, DemoSku, DetailBlock } from './catalogue-types.ts';
import type { DraftLook, DraftValue, ProductDraft } from './product-draft.ts';
import { lookScene, pictureKeyOf, productScenes } from './product-scenes.ts';

type Choice = readonly { readonly axis: string; readonly value: DraftValue }[];

/** Every combination of the axes' values, the last axis turning fastest. */
function choicesOf(axes: ProductDraft['axes']): Choice[] {
  return Object.entries(axes).reduce<Choice[]>(
    (choices, [axis, values]) =>
      choices.flatMap((choice) => values.map((value) => [...choice, { axis, value }])),
    [[]],
  );
}

/** Between 50 and 500, spread evenly and always the same for the same code (FNV-1a). */
function openingStock(code: string): number {
  let hash = 0x811c9dc5;
  for (const character of code) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return 50 + (hash % 451);
}

/** Two axes may both change the look: colour from one, number from the other. */
function lookOf(choice: Choice): { look: DraftLook; scene: string } | undefined {
  const seen = choice.filter(({ value }) => value.look !== undefined);
  if (seen.length === 0) return undefined;
  const look = Object.assign({}, ...seen.map(({ value }) => value.look)) as DraftLook;
  return { look, scene: seen.map(({ value }) => value.tag).join('-') };
}

const sum = (numbers: readonly (number | undefined)[]): number =>
  numbers.reduce<number>((total, number) => total + (number ?? 0), 0);

function skuOf(draft: ProductDraft, choice: Choice): DemoSku {
  const code = [draft.code, ...choice.map(({ value }) => value.tag)].join('-').toUpperCase();
  const addFen = sum(choice.map(({ value }) => value.addFen));
  const look = lookOf(choice);
  return {
    code,
    specs: choice.map(({ axis, value }) => ({ name: axis, value: value.value })),
    priceFen: draft.priceFen + addFen,
    ...(draft.marketPriceFen !== undefined && { marketPriceFen: draft.marketPriceFen + addFen }),
    weightGrams: draft.weightGrams + sum(choice.map(({ value }) => value.addGrams)),
    stock: openingStock(code),
    picture: pictureKeyOf(draft.code, look?.scene ?? 'main'),
  };
}

function detailOf(draft: ProductDraft): DetailBlock[] {
  const facts = Object.entries(draft.facts).map(([name, value]) => `${name}：${value}`);
  return [
    { kind: 'picture', picture: pictureKeyOf(draft.code, 'flat-lay') },
    { kind: 'text', text: draft.story[0] },
    { kind: 'picture', picture: pictureKeyOf(draft.code, 'still-life') },
    { kind: 'text', text: draft.story[1] },
    { kind: 'text', text: facts.join('\n') },
  ];
}

/** The same colour comes once for every size. */
const uniqueLooks = (looks: readonly DraftLook[]): DraftLook[] => [
  ...new Map(looks.map((look) => [JSON.stringify(look), look])).values(),
];

/** The product as the shop sells it, and the pictures it needs. */
export function expandProduct(draft: ProductDraft): { product: DemoProduct; pictures: DemoPicture[] } {
  const choices = choicesOf(draft.axes);
  const looks = choices.flatMap((choice) => lookOf(choice) ?? []);
  const lookScenes = new Map(looks.map(({ scene, look }) => [scene, lookScene(draft, scene, look)]));
  const colours = looks.filter(({ look }) => look.count === undefined).map(({ look }) => look);
  // Three of a kind are shown once: as the spec value that is three of a kind, if there is one.
  const group = looks.find(({ look }) => (look.count ?? 1) > 2)?.scene ?? 'group';
  const scenes = productScenes(draft, uniqueLooks(colours)).filter(
    ({ key }) => group === 'group' || key !== pictureKeyOf(draft.code, 'group'),
  );
  const product: DemoProduct = {
    code: draft.code,
    categorySlug: draft.category,
    title: draft.title,
    subtitle: draft.subtitle,
    sellingPoints: draft.points,
    ...(draft.brand !== undefined && { brand: draft.brand }),
    unit: draft.unit,
    keywords: draft.keywords,
    ...(draft.limitPerOrder !== undefined && { limitPerOrder: draft.limitPerOrder }),
    gallery: ['main', 'still-life', 'close-up', group].map((scene) => pictureKeyOf(draft.code, scene)),
    detail: detailOf(draft),
    specAxes: Object.entries(draft.axes).map(([name, values]) => ({
      name,
      values: values.map(({ value }) => value),
    })),
    skus: choices.map((choice) => skuOf(draft, choice)),
  };
  return { product, pictures: [...scenes, ...lookScenes.values()] };
}

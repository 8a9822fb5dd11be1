import type { DemoCatalogue } from './catalogue-types.ts';
import { categories } from './categories.ts';
import { expandProduct } from './expand-product.ts';
import { categoryPicture } from './front-pictures.ts';
import { baked } from './products/baked.ts';
import { clothing } from './products/clothing.ts';
import { digitalAndPets } from './products/digital-pets.ts';
import { drink } from './products/drink.ts';
import { flower } from './products/flower.ts';
import { fruit } from './products/fruit.ts';
import { furnish } from './products/furnish.ts';
import { kids } from './products/kids.ts';
import { music } from './products/music.ts';
import { produce } from './products/produce.ts';
import { protein } from './products/protein.ts';
import { shoes } from './products/shoes.ts';
import { sports } from './products/sports.ts';
import { bannerPictures, shopFront } from './shop-front.ts';

const fresh = [fruit, produce, protein];
const living = [baked, drink, flower, furnish];
const wearing = [clothing, shoes];
const playing = [sports, music, kids, digitalAndPets];
const drafts = [fresh, living, wearing, playing].flat(2);
const expanded = drafts.map(expandProduct);

/** Everything the demo shop opens with: invented goods of invented brands, the same at every start. */
export const demoCatalogue: DemoCatalogue = {
  ...shopFront,
  categories,
  products: expanded.map(({ product }) => product),
  pictures: [
    ...categories.map(categoryPicture),
    ...bannerPictures,
    ...expanded.flatMap(({ pictures }) => pictures),
  ],
};

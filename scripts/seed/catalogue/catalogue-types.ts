/** The demo shop as plain data: what the importer writes, and which pictures have to exist for it. */

/** Names one composed picture; `composePictures` says at which address it is served. */
export type PictureKey = string;

export type BackdropName =
  'cream' | 'peach' | 'rose' | 'lilac' | 'sky' | 'aqua' | 'mint' | 'sage' | 'lemon' | 'sand' | 'stone';

/** How an emoji picture is recoloured: `hue` in degrees, the others as factors (1 leaves it as it is). */
export interface Tint {
  readonly hue?: number;
  readonly saturation?: number;
  readonly brightness?: number;
}

/** One emoji in a picture. Places and sizes are fractions of the picture's width (`x`) and height. */
export interface PictureLayer extends Tint {
  readonly emoji: string;
  readonly x: number;
  /** The middle of the emoji, or with `anchor: 'ground'` the line it stands on. */
  readonly y: number;
  /** Side of the square the emoji is fitted into, as a fraction of the picture's height. */
  readonly size: number;
  readonly anchor: 'centre' | 'ground';
  /** `floor`: it stands upright. `drop`: it lies flat, seen from above. */
  readonly shadow: 'floor' | 'drop' | 'none';
  /** Degrees, clockwise. */
  readonly angle?: number;
  readonly mirrored?: boolean;
}

/** `studio`: a plain lit wall. `disc`: a large circle behind the goods. `table`: wall and table top. */
export type StageName = 'studio' | 'disc' | 'table' | 'banner';

export interface DemoPicture {
  readonly key: PictureKey;
  readonly width: number;
  readonly height: number;
  readonly stage: StageName;
  readonly backdrop: BackdropName;
  readonly layers: readonly PictureLayer[];
}

export interface DemoCategory {
  /** Stable id, e.g. `fruit-citrus`. */
  readonly slug: string;
  readonly parentSlug: string | null;
  readonly level: 1 | 2 | 3;
  readonly name: string;
  /** Place among its siblings, from 1. */
  readonly position: number;
  readonly emoji: string;
  readonly picture: PictureKey;
}

/** Text may hold line breaks; it is never HTML. */
export type DetailBlock =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'picture'; readonly picture: PictureKey };

export interface DemoSpecAxis {
  readonly name: string;
  readonly values: readonly string[];
}

export interface DemoSku {
  /** Unique in the shop, at most 32 of `[A-Z0-9-]`. */
  readonly code: string;
  /** One value of every axis of the product, in the order of its axes. */
  readonly specs: readonly { readonly name: string; readonly value: string }[];
  readonly priceFen: number;
  /** The struck-through price; never below `priceFen`. */
  readonly marketPriceFen?: number;
  readonly weightGrams: number;
  /** Opening stock, 50 to 500. */
  readonly stock: number;
  readonly picture: PictureKey;
}

export interface DemoProduct {
  /** Stable and unique, `[a-z0-9-]`. */
  readonly code: string;
  /** A category of the third level. */
  readonly categorySlug: string;
  readonly title: string;
  readonly subtitle: string;
  readonly sellingPoints: readonly string[];
  readonly brand?: string;
  /** 箱, 件, 双, … */
  readonly unit: string;
  readonly keywords: readonly string[];
  readonly limitPerOrder?: number;
  /** Square pictures, the main one first. */
  readonly gallery: readonly PictureKey[];
  readonly detail: readonly DetailBlock[];
  readonly specAxes: readonly DemoSpecAxis[];
  /** Every combination of the axes' values, in their order; 2 to 8 of them. */
  readonly skus: readonly DemoSku[];
}

export interface DemoBanner {
  readonly code: string;
  readonly title: string;
  readonly subtitle: string;
  readonly picture: PictureKey;
  readonly link:
    | { readonly kind: 'category'; readonly categorySlug: string }
    | { readonly kind: 'product'; readonly productCode: string };
}

export interface DemoCatalogue {
  /** Parents before their children. */
  readonly categories: readonly DemoCategory[];
  readonly products: readonly DemoProduct[];
  readonly banners: readonly DemoBanner[];
  readonly notices: readonly string[];
  readonly hotWords: readonly string[];
  readonly featuredProductCodes: readonly string[];
  readonly newProductCodes: readonly string[];
  readonly freightNote: string;
  /** Every picture named anywhere above, each key once. */
  readonly pictures: readonly DemoPicture[];
}

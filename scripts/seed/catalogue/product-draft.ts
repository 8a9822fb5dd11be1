import type { BackdropName, Tint } from './catalogue-types.ts';

/** How the goods look under one spec value: another colour, another thing, or more of the same. */
export interface DraftLook extends Tint {
  readonly emoji?: string;
  readonly count?: 2 | 3 | 4;
}

export interface DraftValue {
  /** Part of the SKU's code: it stays when a value is renamed or another one is put before it. */
  readonly tag: string;
  readonly value: string;
  readonly addFen?: number;
  readonly addGrams?: number;
  readonly look?: DraftLook;
}

/**
 * A product as it is written down here. Prices and weights are those of the first value of every axis; the
 * other values add to them (`addFen`, `addGrams`). `expandProduct` makes the SKUs and the pictures from it.
 */
export interface ProductDraft {
  readonly code: string;
  readonly category: string;
  readonly title: string;
  readonly subtitle: string;
  readonly points: readonly string[];
  readonly story: readonly [string, string];
  readonly facts: Readonly<Record<string, string>>;
  readonly brand?: string;
  readonly unit: string;
  readonly keywords: readonly string[];
  readonly emoji: string;
  readonly tint?: Tint;
  readonly backdrops: readonly [BackdropName, BackdropName];
  readonly companions: readonly [string, string];
  readonly priceFen: number;
  readonly marketPriceFen?: number;
  readonly weightGrams: number;
  readonly limitPerOrder?: number;
  readonly axes: Readonly<Record<string, readonly DraftValue[]>>;
}

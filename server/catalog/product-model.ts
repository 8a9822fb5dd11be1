import { Schema } from 'mongoose';
import { model } from '../platform/mongo/model.ts';

export type DetailBlock = { kind: 'text'; text: string } | { kind: 'image'; imageUrl: string };

/** A product (SPU). What is bought is one of its SKUs. */
export interface ProductDoc {
  _id: string;
  /** The merchant's own code; unique. */
  code: string;
  title: string;
  subtitle: string;
  brand: string;
  /** 箱, 件, 双, … */
  unit: string;
  sellingPoints: string[];
  tags: string[];
  gallery: string[];
  detail: DetailBlock[];
  /** Axes in order with their values in order. */
  specs: { name: string; values: string[] }[];
  /** The three levels from the top; lists by any level use one index. */
  categoryIds: string[];
  categoryNames: string[];
  onShelf: boolean;
  featured: boolean;
  limitPerOrder: number | null;
  /** Lowest and highest price among its SKUs, kept by whoever writes SKUs. */
  minPriceFen: number;
  maxPriceFen: number;
  marketPriceFen: number | null;
  /** Rolled up from stock levels by a job: for sorting and cards, never for selling. */
  sold: number;
  soldOut: boolean;
  keywords: string[];
  /** Words of title, subtitle, keywords, brand and categories: what a search must meet. */
  searchWords: string[];
  /** Those of the title alone: they weigh more. */
  titleWords: string[];
  newAt: Date;
  createdAt: Date;
  updatedAt: Date;
}

const text = { type: String, default: '' };

const schema = new Schema<ProductDoc>(
  {
    _id: String,
    code: { type: String, required: true },
    title: { type: String, required: true },
    subtitle: text,
    brand: text,
    unit: text,
    sellingPoints: [String],
    tags: [String],
    gallery: [String],
    detail: { type: [Schema.Types.Mixed], default: [] } as never,
    specs: [{ _id: false, name: String, values: [String] }],
    categoryIds: [String],
    categoryNames: [String],
    onShelf: { type: Boolean, required: true },
    featured: { type: Boolean, default: false },
    limitPerOrder: { type: Number, default: null },
    minPriceFen: { type: Number, required: true },
    maxPriceFen: { type: Number, required: true },
    marketPriceFen: { type: Number, default: null },
    sold: { type: Number, default: 0 },
    soldOut: { type: Boolean, default: false },
    keywords: [String],
    searchWords: [String],
    titleWords: [String],
    newAt: { type: Date, required: true },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { versionKey: false },
);
schema.index({ code: 1 }, { unique: true });
for (const sort of [{ sold: -1 }, { minPriceFen: 1 }, { newAt: -1 }] as const) {
  schema.index({ onShelf: 1, ...sort, _id: 1 });
  schema.index({ categoryIds: 1, onShelf: 1, ...sort, _id: 1 });
}
schema.index({ searchWords: 1, onShelf: 1 });
schema.index({ featured: 1, onShelf: 1, sold: -1 });

export const products = model<ProductDoc>('products', schema);

import { Schema } from 'mongoose';
import { model } from '../platform/mongo/model.ts';

/** What is priced, stocked and bought. Its stock is in `stockLevels`, changed by the stock writer alone. */
export interface SkuDoc {
  _id: string;
  productId: string;
  /** The merchant's own code; unique. Native mode 1 uses it as product_id, so at most 32. */
  code: string;
  specs: { name: string; value: string }[];
  priceFen: number;
  marketPriceFen: number | null;
  weightGrams: number;
  imageUrl: string;
  /** Order among its product's SKUs. */
  position: number;
  onSale: boolean;
}

const schema = new Schema<SkuDoc>(
  {
    _id: String,
    productId: { type: String, required: true },
    code: { type: String, required: true, maxlength: 32 },
    specs: [{ _id: false, name: String, value: String }],
    priceFen: { type: Number, required: true, min: 1 },
    marketPriceFen: { type: Number, default: null },
    weightGrams: { type: Number, required: true, min: 0 },
    imageUrl: { type: String, default: '' },
    position: { type: Number, default: 0 },
    onSale: { type: Boolean, default: true },
  },
  { versionKey: false },
);
schema.index({ code: 1 }, { unique: true });
schema.index({ productId: 1, position: 1 });

export const skus = model<SkuDoc>('skus', schema);

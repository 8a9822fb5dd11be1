import { Schema } from 'mongoose';
import { model } from '../platform/mongo/model.ts';

export interface BannerDoc {
  bannerId: string;
  title: string;
  subtitle: string;
  imageUrl: string;
  link: { kind: 'product' | 'category' | 'none'; targetId: string | null };
}

/** What staff put on the home page and into the search box. There is one such document. */
export interface HomePageDoc {
  _id: string;
  banners: BannerDoc[];
  notices: string[];
  hotWords: string[];
}

export const homePageId = 'home';

const banner = new Schema<BannerDoc>(
  {
    bannerId: { type: String, required: true },
    title: { type: String, default: '' },
    subtitle: { type: String, default: '' },
    imageUrl: { type: String, default: '' },
    link: {
      kind: { type: String, enum: ['product', 'category', 'none'], required: true },
      targetId: { type: String, default: null },
    },
  },
  { _id: false },
);

const schema = new Schema<HomePageDoc>(
  { _id: String, banners: [banner], notices: [String], hotWords: [String] },
  { versionKey: false },
);

export const homePages = model<HomePageDoc>('homePage', schema);

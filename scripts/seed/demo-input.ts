import type { CatalogueInput, HomePageInput, ProductInput } from '../../server/catalog/catalogue-input.ts';
import type { DemoCatalogue, DemoProduct, PictureKey } from './catalogue/catalogue-types.ts';

const minuteMs = 60_000;
/** What is not new was put on the shelf a month ago. */
const oldMs = 30 * 24 * 60 * minuteMs;

type AddressOf = (picture: PictureKey) => string;

function homePageOf({ banners, notices, hotWords }: DemoCatalogue, addressOf: AddressOf): HomePageInput {
  return {
    banners: banners.map(({ code, title, subtitle, picture, link }) => ({
      code,
      title,
      subtitle,
      imageUrl: addressOf(picture),
      link:
        link.kind === 'category'
          ? { kind: 'category', code: link.categorySlug }
          : { kind: 'product', code: link.productCode },
    })),
    notices,
    hotWords,
  };
}

function detailOf({ detail }: DemoProduct, addressOf: AddressOf): ProductInput['detail'] {
  return detail.map((block) =>
    block.kind === 'text' ? block : { kind: 'image', imageUrl: addressOf(block.picture) },
  );
}

/** How a product stands among the others: its place on the shelf and its labels. */
function standingOf(demo: DemoCatalogue, product: DemoProduct, place: number, now: Date) {
  const isNew = demo.newProductCodes.indexOf(product.code);
  const featured = demo.featuredProductCodes.includes(product.code);
  const ageMs = isNew >= 0 ? isNew * minuteMs : oldMs + place * minuteMs;
  const tags = [
    ...(isNew >= 0 ? ['新品'] : []),
    ...(featured ? ['精选'] : []),
    ...(product.limitPerOrder === undefined ? [] : [`限购 ${product.limitPerOrder} 件`]),
  ];
  return { featured, tags, newAt: new Date(now.getTime() - ageMs) };
}

/** The demo catalogue in the shape every import has. @param addressOf where a composed picture is served */
export function demoInput(demo: DemoCatalogue, addressOf: AddressOf, now: Date): CatalogueInput {
  return {
    categories: demo.categories.map(({ slug, parentSlug, level, name, position, picture }) => ({
      code: slug,
      parentCode: parentSlug,
      level,
      name,
      position,
      imageUrl: addressOf(picture),
    })),
    products: demo.products.map((product, place) => ({
      code: product.code,
      categoryCode: product.categorySlug,
      title: product.title,
      subtitle: product.subtitle,
      brand: product.brand ?? '',
      unit: product.unit,
      sellingPoints: product.sellingPoints,
      keywords: product.keywords,
      gallery: product.gallery.map(addressOf),
      detail: detailOf(product, addressOf),
      specs: product.specAxes,
      onShelf: true,
      limitPerOrder: product.limitPerOrder ?? null,
      ...standingOf(demo, product, place, now),
      skus: product.skus.map(({ code, specs, priceFen, marketPriceFen, weightGrams, picture }) => ({
        code,
        specs,
        priceFen,
        marketPriceFen: marketPriceFen ?? null,
        weightGrams,
        imageUrl: addressOf(picture),
      })),
    })),
    homePage: homePageOf(demo, addressOf),
  };
}

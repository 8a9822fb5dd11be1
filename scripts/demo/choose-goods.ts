import { getProduct, hotWords, listProducts } from '../../contract/catalog.ts';
import { notAsExpected } from './demo-failure.ts';
import { specsText, type Bought, type Offer, type ProductPage } from './offer.ts';
import type { ShopClient } from './shop-client.ts';
import type { Step } from './step-printer.ts';
import { yuan } from './yuan.ts';

/** How many of each SKU; different, so that a mix-up shows. */
const quantities = [2, 1] as const;
const mostPieces = 3;
/** Hot words tried before the plain listing. */
const mostWords = 4;
/** Product pages opened for one list; where more are sold out the shop is too empty for a demo. */
const mostPages = 5;

/**
 * Finds two SKUs to buy as a shopper would: by the words others search for, else by the plain listing; of two
 * products where it can.
 * @throws {StepFailed} where the shop has no two SKUs in stock
 */
export async function chooseGoods(client: ShopClient, step: Step): Promise<Bought[]> {
  const hot = await step(
    'Hot words',
    () => client.call(hotWords, {}),
    ({ items }) => items.join(' ') || '（无）',
  );
  const offers: Offer[] = [];
  for (const keyword of [...hot.items.slice(0, mostWords), undefined]) {
    const found = await firstOffers(client, step, keyword, offers);
    offers.push(...found);
    const products = new Set(offers.map(({ product }) => product.productId));
    if (products.size >= quantities.length) break;
  }
  return step(
    'Choose',
    async () => choose(offers),
    (goods) => goods.map(describe),
  );
}

/** Searches and opens pages until one offers something not offered yet: that product's SKUs. */
async function firstOffers(
  client: ShopClient,
  step: Step,
  keyword: string | undefined,
  known: readonly Offer[],
): Promise<Offer[]> {
  const query = keyword === undefined ? { sort: 'sales' as const } : { keyword };
  const { items } = await step(
    keyword === undefined ? 'Browse' : 'Search',
    () => client.call(listProducts, { query }),
    ({ items, nextCursor }) =>
      `${keyword ? `“${keyword}”` : '按销量'} ${items.length}${nextCursor ? '+' : ''} 件商品`,
  );
  const seen = new Set(known.map(({ product }) => product.productId));
  const cards = items.filter(({ productId, soldOut }) => !soldOut && !seen.has(productId));
  for (const { productId } of cards.slice(0, mostPages)) {
    const page = await step(
      'Product page',
      () => client.call(getProduct, { params: { productId } }),
      describePage,
    );
    const offers = buyable(page);
    if (offers.length > 0) return offers;
  }
  return [];
}

function buyable(product: ProductPage): Offer[] {
  if (!product.onShelf || (product.limitPerOrder ?? mostPieces) < mostPieces) return [];
  return product.skus.filter(({ stock }) => stock >= mostPieces).map((sku) => ({ product, sku }));
}

/** The first SKU of each product; of one product alone, its first two. */
function choose(offers: readonly Offer[]): Bought[] {
  const [first] = offers;
  const other = offers.find(({ product }) => product.productId !== first?.product.productId);
  const second = other ?? offers[1];
  if (!first || !second) notAsExpected('The shop has no two SKUs with enough stock to buy.');
  return [
    { ...first, quantity: quantities[0] },
    { ...second, quantity: quantities[1] },
  ];
}

function describePage({ title, skus }: ProductPage): string {
  const prices = skus.map(({ priceFen }) => priceFen);
  const stock = skus.reduce((sum, sku) => sum + sku.stock, 0);
  return `${title} · ${yuan(Math.min(...prices))} 起 · ${skus.length} 种规格 · 库存 ${stock}`;
}

function describe({ product, sku, quantity }: Bought): string {
  return `${quantity} × ${product.title}（${specsText(sku.specs)}）${yuan(sku.priceFen)}`;
}

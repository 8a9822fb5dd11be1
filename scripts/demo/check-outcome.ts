import { getCart } from '../../contract/cart.ts';
import { getProduct } from '../../contract/catalog.ts';
import { getOrder } from '../../contract/order.ts';
import { notAsExpected } from './demo-failure.ts';
import { specsText, type Bought, type ProductPage } from './offer.ts';
import type { ShopClient } from './shop-client.ts';
import type { Step } from './step-printer.ts';
import { stockFalls } from './stock-fall.ts';

/** The pages of the goods as they are now, each product once. */
export async function pagesOf(client: ShopClient, goods: readonly Bought[]): Promise<ProductPage[]> {
  const productIds = [...new Set(goods.map(({ product }) => product.productId))];
  return Promise.all(productIds.map((productId) => client.call(getProduct, { params: { productId } })));
}

/** What must be true in the end: the order waits for shipment, the cart is empty, the stock fell. */
export async function checkOutcome(
  client: ShopClient,
  step: Step,
  orderNo: string,
  goods: readonly Bought[],
  before: readonly ProductPage[],
): Promise<void> {
  const readOrder = async () => {
    const order = await client.call(getOrder, { params: { orderNo } });
    if (order.state !== 'awaiting-shipment') notAsExpected(`Order ${orderNo} is ${order.state}.`);
    return order;
  };
  await step('Order', readOrder, (it) => `${it.orderNo} · 待发货 ${it.state}`);
  const readCart = async () => {
    const { lines } = await client.call(getCart, {});
    if (lines.length > 0) notAsExpected(`The cart still holds ${lines.length} lines.`);
  };
  await step('Cart', readCart, () => '购物车已清空');
  const readStock = async () => {
    const falls = stockFalls(goods, before, await pagesOf(client, goods));
    const wrong = falls.find((fall) => fall.wrong !== null);
    if (wrong) notAsExpected(`SKU ${wrong.skuId}: ${wrong.wrong} (${wrong.before} → ${wrong.after}).`);
    return falls;
  };
  await step('Stock', readStock, (falls) =>
    falls.map(({ skuId, before, after, othersBought }) => {
      const good = goods.find(({ sku }) => sku.skuId === skuId);
      const name = good ? `${good.product.title}（${specsText(good.sku.specs)}）` : skuId;
      return `${before} → ${after}${othersBought ? '（同时有他人购买）' : ''} ${name}`;
    }),
  );
}

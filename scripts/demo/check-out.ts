import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { createAddress } from '../../contract/address.ts';
import { getQuote, placeOrder, type order } from '../../contract/order.ts';
import { notAsExpected } from './demo-failure.ts';
import type { Bought } from './offer.ts';
import type { ShopClient } from './shop-client.ts';
import type { Step } from './step-printer.ts';
import { yuan } from './yuan.ts';

export type Order = z.output<typeof order>;

const home = {
  receiver: '林小满',
  phone: '13800138000',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  regionCode: '330106',
  detail: '龙井路 1 号',
};

/** Address, quote, order: the cart's selected lines at the price that was quoted. */
export async function checkOut(client: ShopClient, step: Step, goods: readonly Bought[]): Promise<Order> {
  const { addressId } = await step(
    'Address',
    () => client.call(createAddress, { body: home }),
    (it) => `${it.receiver} ${it.phone} · ${it.province}${it.city}${it.district}${it.detail}`,
  );
  const quoteIt = async () => {
    const quote = await client.call(getQuote, { body: { fromCart: true, addressId } });
    const [problem] = quote.problems;
    if (problem) notAsExpected(`The quote has a problem: ${problem.code} ${problem.message}`);
    return quote;
  };
  const { payableFen } = await step(
    'Quote',
    quoteIt,
    (it) => `商品 ${yuan(it.goodsFen)} + 运费 ${yuan(it.freightFen)} = 应付 ${yuan(it.payableFen)}`,
  );
  const place = async () => {
    const body = {
      fromCart: true as const,
      addressId,
      expectedPayableFen: payableFen,
      buyerMessage: '请尽快发货',
    };
    const placed = await client.call(placeOrder, { headers: { 'idempotency-key': randomUUID() }, body });
    return checked(placed, goods, payableFen);
  };
  return step('Place order', place, (it) => [
    `${it.orderNo} · 待付款 ${yuan(it.amounts.payableFen)}`,
    ...it.lines.map((line) => `${line.quantity} × ${line.title} ${yuan(line.amountFen)}`),
  ]);
}

/** The order must be of what was in the cart, at the price that was shown. */
function checked(placed: Order, goods: readonly Bought[], payableFen: number): Order {
  const same = goods.every(({ sku, quantity }) =>
    placed.lines.some((line) => line.skuId === sku.skuId && line.quantity === quantity),
  );
  if (!same || placed.lines.length !== goods.length) {
    notAsExpected(`Order ${placed.orderNo} has other lines than the cart: ${JSON.stringify(placed.lines)}`);
  }
  if (placed.amounts.payableFen !== payableFen) {
    notAsExpected(
      `Order ${placed.orderNo} costs ${yuan(placed.amounts.payableFen)}; ${yuan(payableFen)} was quoted.`,
    );
  }
  if (placed.state !== 'awaiting-payment') notAsExpected(`Order ${placed.orderNo} is ${placed.state}.`);
  return placed;
}

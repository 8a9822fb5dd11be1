import { checkOut } from './check-out.ts';
import { checkOutcome, pagesOf } from './check-outcome.ts';
import { chooseGoods } from './choose-goods.ts';
import { emulatorClient } from './emulator-client.ts';
import { fillCart } from './fill-cart.ts';
import { pay, type Patience } from './pay.ts';
import { signIn } from './sign-in.ts';
import { StepFailed, stepPrinter, type Print } from './step-printer.ts';

export interface DemoOptions {
  shopUrl: string;
  emulatorUrl: string;
  /** Takes each line of what is told. */
  print: Print;
  /** Every 3 s for at most 60 s where left out. */
  patience?: Patience;
}

export type DemoResult =
  | { ok: true; orderNo: string; payableFen: number }
  /** `code` and `detail` are the server's own where it refused. Printed already. */
  | { ok: false; step: string; code: string; detail: string };

/**
 * Buys two SKUs as a new shopper, over HTTP alone: sign-in, search, cart, address, quote, order, QR code, payment at
 * the emulator. `ok` only where the order then waits for shipment, the stock fell by what was bought and the cart is
 * empty.
 */
export async function runDemo({ shopUrl, emulatorUrl, print, patience }: DemoOptions): Promise<DemoResult> {
  const step = stepPrinter(print);
  const wechat = emulatorClient(emulatorUrl);
  try {
    const shopper = await signIn(step, shopUrl, wechat);
    const { client } = shopper;
    const goods = await chooseGoods(client, step);
    await fillCart(client, step, goods);
    // Others may buy the same goods: the closer to the order, the fewer of theirs are in between.
    const before = await step(
      'Stock before',
      () => pagesOf(client, goods),
      (pages) => {
        const skus = pages.flatMap((page) => page.skus);
        return goods.map(({ sku }) => skus.find((it) => it.skuId === sku.skuId)?.stock ?? '?').join('、');
      },
    );
    const order = await checkOut(client, step, goods);
    await pay(shopper, step, print, order, wechat, patience ?? { everyMs: 3_000, withinMs: 60_000 });
    await checkOutcome(client, step, order.orderNo, goods, before);
    return { ok: true, orderNo: order.orderNo, payableFen: order.amounts.payableFen };
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    const { code, detail } = error.failure;
    return { ok: false, step: error.step, code, detail };
  }
}

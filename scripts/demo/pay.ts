import { setTimeout as sleep } from 'node:timers/promises';
import { getPayment, payOrder } from '../../contract/order.ts';
import type { Order } from './check-out.ts';
import { notAsExpected } from './demo-failure.ts';
import type { emulatorClient } from './emulator-client.ts';
import { qrLines } from './qr-lines.ts';
import type { Shopper } from './sign-in.ts';
import type { Print, Step } from './step-printer.ts';
import { yuan } from './yuan.ts';

/** How often and how long the shop is asked whether the order is paid, ms. */
export interface Patience {
  everyMs: number;
  withinMs: number;
}

/** NATIVE payment: the QR code in the terminal, paid at the emulator, and the shop asked until it says "paid". */
export async function pay(
  { client, openid }: Shopper,
  step: Step,
  print: Print,
  { orderNo, amounts }: Order,
  wechat: ReturnType<typeof emulatorClient>,
  patience: Patience,
): Promise<void> {
  const params = { orderNo };
  const start = async () => {
    const payment = await client.call(payOrder, { params, body: { tradeType: 'NATIVE' } });
    if (payment.tradeType !== 'NATIVE') notAsExpected(`A ${payment.tradeType} payment was answered.`);
    return payment;
  };
  const { codeUrl } = await step('Payment code', start, (it) => [`支付单 ${it.paymentNo}`, it.codeUrl]);
  print('');
  for (const line of await qrLines(codeUrl)) print(`    ${' '.repeat(15)}${line}`);
  print('');

  const scan = async () => {
    const paid = await wechat.pay(codeUrl, openid);
    if (paid.tradeState !== 'SUCCESS') notAsExpected(`WeChat says ${paid.tradeState}.`);
    return paid;
  };
  await step(
    'Scan and pay',
    scan,
    (it) => `微信支付 ${yuan(amounts.payableFen)} · ${it.transactionId ?? ''}`,
  );
  await step(
    'Paid',
    () => untilPaid(client, orderNo, patience),
    ({ polls, paidAt }) => `商城已确认收款 · ${beijingTime(paidAt)} · 第 ${polls} 次查询`,
  );
}

function beijingTime(at: string): string {
  return new Date(at).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hourCycle: 'h23' });
}

async function untilPaid(client: Shopper['client'], orderNo: string, { everyMs, withinMs }: Patience) {
  const deadline = performance.now() + withinMs;
  for (let polls = 1; ; polls += 1) {
    const { state, paidAt } = await client.call(getPayment, { params: { orderNo } });
    if (state === 'paid' && paidAt !== undefined) return { polls, paidAt };
    if (state !== 'unpaid') notAsExpected(`The payment of order ${orderNo} is ${state}, not paid.`);
    if (performance.now() + everyMs > deadline) {
      notAsExpected(`Order ${orderNo} is still unpaid ${withinMs / 1000} s after WeChat took the money.`);
    }
    await sleep(everyMs);
  }
}

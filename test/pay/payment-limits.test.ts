import { payments } from '../../server/payment/payment-model.ts';
import { anUnpaidOrder, askToPay, cancel, payAtWechat, paymentOf } from '../builders/a-purchase.ts';
import { auditBooks } from '../builders/audit-books.ts';
import { knownMerchant } from '../builders/known-merchant.ts';
import { problemOf } from '../builders/route-calls.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

describe('how often a payment may be started', () => {
  const mongodbUri = testDatabaseUri('payment-limits');
  let at: TestShop;
  beforeAll(async () => {
    const env = { LIMIT_PAYMENTS_PER_MEMBER: '40' };
    at = await startTestShop({ mongodbUri, env, emulator: { credentials: knownMerchant } });
  });
  afterAll(() => at.close());

  const attemptsOf = (orderNo: string) => payments(at.shop).countDocuments({ orderNo });

  test('ten numbers an order; the last one can still be paid', async () => {
    const purchase = await anUnpaidOrder(at);
    const answers = [];
    for (let turn = 0; turn < 30; turn += 1) {
      answers.push(await askToPay(purchase, turn % 2 ? 'NATIVE' : 'JSAPI'));
    }
    const given = answers.filter(({ status }) => status === 201).map(paymentOf);
    expect(new Set(given.map(({ paymentNo }) => paymentNo)).size).toBe(10);
    expect(await attemptsOf(purchase.orderNo)).toBe(10);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused).not.toHaveLength(0);
    for (const answer of refused) {
      expect([answer.status, problemOf(answer).code]).toEqual([409, 'PAYMENT_REFUSED']);
      expect(answer.json['detail']).toMatch(/上一次的支付方式.*重新下单/);
    }
    const again = paymentOf(await askToPay(purchase, 'NATIVE'));
    expect((await payAtWechat(at, purchase, again)).status).toBe(200);
  });

  test('after ten that failed at the bank: the order has to be placed anew', async () => {
    const purchase = await anUnpaidOrder(at);
    for (let turn = 0; turn < 10; turn += 1) {
      await payAtWechat(at, purchase, paymentOf(await askToPay(purchase)), 'fail');
      at.clock.advance(3000);
    }
    const answer = await askToPay(purchase);
    expect([answer.status, problemOf(answer).code]).toEqual([409, 'PAYMENT_REFUSED']);
    expect(answer.json['detail']).toMatch(/取消订单后重新下单/);
    expect(await attemptsOf(purchase.orderNo)).toBe(10);
    expect((await cancel(purchase)).status).toBe(200);
  });

  test.each([
    ['pay', askToPay, 201],
    ['cancel', cancel, 200],
  ] as const)(
    'to %s: a number of calls a minute per shopper, nobody else is hindered',
    async (_, act, good) => {
      const [one, other] = [await anUnpaidOrder(at), await anUnpaidOrder(at)];
      const answers = await Promise.all(Array.from({ length: 45 }, () => act(one)));
      const refused = answers.filter(({ status }) => status === 429);
      expect(refused).toHaveLength(5);
      expect(refused[0]?.headers.get('retry-after')).toMatch(/^\d+$/);
      expect((await act(other)).status).toBe(good);
    },
  );

  test('at the end the books fit', async () => {
    expect(await auditBooks(at)).toEqual([]);
  });
});

import { pointMovements } from '../../server/promotion/point-model.ts';
import {
  anUnpaidOrder,
  cancel,
  payAtWechat,
  type Purchase,
  startPayment,
  stateOf,
} from '../builders/a-purchase.ts';
import { eventually } from '../builders/eventually.ts';
import { knownMerchant } from '../builders/known-merchant.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

/** One database, two settings: the merchant may change when points are granted at any time. */
describe('when points are granted', () => {
  const mongodbUri = testDatabaseUri('points-granted');
  const shops = {} as Record<'placed' | 'paid', TestShop>;
  beforeAll(async () => {
    const emulator = { credentials: knownMerchant };
    shops.placed = await startTestShop({ mongodbUri, emulator });
    shops.paid = await startTestShop({ mongodbUri, emulator, env: { POINTS_GRANTED_ON: 'paid' } });
  });
  afterAll(async () => {
    await shops.placed.close();
    await shops.paid.close();
  });

  const pointsOf = async ({ shopper }: Purchase) => (await shopper.call('GET', '/api/me')).json['points'];
  const rowsOf = async ({ orderNo }: Purchase) =>
    (await pointMovements(shops.placed.shop).find({ orderNo }).sort({ at: 1 }).lean()).map(
      ({ points }) => points,
    );
  async function placed(by: keyof typeof shops): Promise<Purchase> {
    const purchase = await anUnpaidOrder(shops[by]);
    await shops[by].settle();
    return purchase;
  }
  /** Paid at the shop of the order; what follows from it happens under the setting `by`. */
  async function pay(at: TestShop, purchase: Purchase, by: keyof typeof shops): Promise<void> {
    await payAtWechat(at, purchase, await startPayment(purchase));
    await eventually(
      () => stateOf(purchase),
      (state) => state === 'awaiting-shipment',
    );
    await shops[by].settle();
  }

  test.each([
    ['placed', 10],
    ['paid', 0],
  ] as const)('on %s: %i before it is paid, 10 after', async (setting, first) => {
    const purchase = await placed(setting);
    expect(await pointsOf(purchase)).toBe(first);
    await pay(shops[setting], purchase, setting);
    expect(await pointsOf(purchase)).toBe(10);
    expect(await rowsOf(purchase)).toEqual([10]);
  });

  test.each([
    ['placed', 'paid'],
    ['paid', 'placed'],
  ] as const)('changed from %s to %s before it is paid: granted once', async (from, to) => {
    const purchase = await placed(from);
    await pay(shops[from], purchase, to);
    expect(await rowsOf(purchase)).toEqual([10]);
  });

  test.each([
    ['placed', 'placed', [10, -10]],
    ['placed', 'paid', [10, -10]],
    ['paid', 'paid', []],
    ['paid', 'placed', []],
  ] as const)('on %s, closed on %s: what was earned is taken back, no more', async (from, to, rows) => {
    const purchase = await placed(from);
    await cancel(purchase);
    await shops[to].settle();
    expect([await rowsOf(purchase), await pointsOf(purchase)]).toEqual([rows, 0]);
  });
});

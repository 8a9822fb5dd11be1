import { orders } from '../../server/order/order-model.ts';
import { events } from '../../server/platform/outbox/event-model.ts';
import { effects } from '../../server/rooms.ts';
import { pointMovements } from '../../server/promotion/point-model.ts';
import { stockLevels } from '../../server/stock/stock-level-model.ts';
import { stockMovements } from '../../server/stock/stock-movement-model.ts';
import { anUnpaidOrder, cancel, type Purchase, stateOf } from '../builders/a-purchase.ts';
import { aProduct } from '../builders/a-product.ts';
import { aShopper } from '../builders/a-shopper.ts';
import { auditBooks } from '../builders/audit-books.ts';
import { knownMerchant } from '../builders/known-merchant.ts';
import { problemOf } from '../builders/route-calls.ts';
import { steps } from '../builders/steps.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('order-cancel');
const { points, next } = steps();
let at: TestShop;
beforeAll(async () => {
  at = await startTestShop({ mongodbUri, points, emulator: { credentials: knownMerchant } });
});
afterAll(() => at.close());

async function levelOf(skuId: string): Promise<unknown[]> {
  const level = await stockLevels(at.shop).findById(skuId).lean();
  return [level?.stock, level?.sold];
}

async function pointsOf({ shopper }: Purchase): Promise<unknown> {
  return (await shopper.call('GET', '/api/me')).json['points'];
}

describe('cancelling an unpaid order raises stock', () => {
  test('to what it was and not above, however often it is cancelled', async () => {
    const purchase = await anUnpaidOrder(at, { stock: 10, quantity: 3 });
    expect(await levelOf(purchase.skuId)).toEqual([7, 3]);
    for (let time = 0; time < 3; time += 1) {
      const answer = await cancel(purchase);
      expect([answer.status, answer.json['state'], answer.json['closedReason']]).toEqual([
        200,
        'closed',
        'buyer',
      ]);
      expect(await levelOf(purchase.skuId)).toEqual([10, 0]);
    }
  });

  test('once for 10 cancels at once', async () => {
    const purchase = await anUnpaidOrder(at, { stock: 10, quantity: 4 });
    const answers = await Promise.all(Array.from({ length: 10 }, () => cancel(purchase)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(await levelOf(purchase.skuId)).toEqual([10, 0]);
    const rows = await stockMovements(at.shop).find({ orderNo: purchase.orderNo }).sort({ at: 1 }).lean();
    expect(rows.map(({ reason, quantity, stockAfter }) => [reason, quantity, stockAfter])).toEqual([
      ['order', -4, 6],
      ['release', 4, 10],
    ]);
    const closed = await orders(at.shop).findById(purchase.orderNo).lean();
    expect(closed?.history.map(({ event }) => event)).toEqual(['place', 'cancel']);
  });

  test('of every SKU it took, and of no other', async () => {
    const shopper = await aShopper(at);
    const { skuIds } = await aProduct(at.shop, { skuCount: 3, stock: 5 });
    const [one = '', two = '', untouched = ''] = skuIds;
    const placed = await shopper.order([
      { skuId: one, quantity: 5 },
      { skuId: two, quantity: 1 },
    ]);
    await shopper.call('POST', `/api/orders/${String(placed.json['orderNo'])}/cancel`, {
      body: { reason: '买错了' },
    });
    expect(await Promise.all([one, two, untouched].map(levelOf))).toEqual([
      [5, 0],
      [5, 0],
      [5, 0],
    ]);
  });

  test('the unit given back can be bought again', async () => {
    const purchase = await anUnpaidOrder(at, { stock: 1 });
    const rival = await aShopper(at);
    const line = [{ skuId: purchase.skuId, quantity: 1 }];
    expect((await rival.order(line)).status).toBe(409);
    await cancel(purchase);
    expect((await rival.order(line)).status).toBe(201);
  });

  test('while others buy at the same moment, no unit is lost or made', async () => {
    const { skuId } = await aProduct(at.shop, { stock: 8 });
    const holders = await Promise.all(Array.from({ length: 8 }, () => aShopper(at)));
    const placed = await Promise.all(holders.map((holder) => holder.order([{ skuId, quantity: 1 }])));
    const cancels = holders.map((holder, index) =>
      holder.call('POST', `/api/orders/${String(placed[index]?.json['orderNo'])}/cancel`, {
        body: { reason: '不想要了' },
      }),
    );
    const buyers = await Promise.all(Array.from({ length: 8 }, () => aShopper(at)));
    const bought = await Promise.all([
      ...buyers.map((buyer) => buyer.order([{ skuId, quantity: 1 }])),
      ...cancels,
    ]);
    const sold = bought.filter(({ status }) => status === 201).length;
    expect(await levelOf(skuId)).toEqual([8 - sold, sold]);
  });
});

describe('a cancel that cannot be', () => {
  test.each([undefined, '', '  ', 'x'.repeat(101), { $gt: '' }, 5])(
    'the reason %j is refused',
    async (reason) => {
      const purchase = await anUnpaidOrder(at);
      const answer = await purchase.shopper.call('POST', `${purchase.path}/cancel`, { body: { reason } });
      expect([answer.status, problemOf(answer).code]).toEqual([422, 'INVALID_REQUEST']);
      expect(await stateOf(purchase)).toBe('awaiting-payment');
    },
  );

  test('an order closed by time-out is not cancelled on top of it', async () => {
    const purchase = await anUnpaidOrder(at, { stock: 2 });
    at.clock.advance(1800_000);
    await at.runJobs();
    expect(await stateOf(purchase)).toBe('closed');
    const answer = await cancel(purchase);
    expect([answer.status, problemOf(answer).code]).toEqual([409, 'ORDER_STATE_CONFLICT']);
    expect(await levelOf(purchase.skuId)).toEqual([2, 0]);
  });

  test('a fault of our own is not blamed on WeChat, and releases nothing', async () => {
    const purchase = await anUnpaidOrder(at, { stock: 2 });
    next('payment.before-release', () => {
      throw new Error('broken');
    });
    const answer = await cancel(purchase);
    expect([answer.status, problemOf(answer).code]).toEqual([500, 'INTERNAL_ERROR']);
    expect(await levelOf(purchase.skuId)).toEqual([1, 1]);
    expect((await cancel(purchase)).status).toBe(200);
  });
});

describe('a crash between the steps of a close', () => {
  test.each(['payment.before-release', 'stock.before-levels', 'stock.before-commit'])(
    'at %s: all or nothing, and the next try closes',
    async (step) => {
      const purchase = await anUnpaidOrder(at, { stock: 3 });
      const crash = (): never => {
        throw new Error('crashed');
      };
      // The stock writer tries twice before it gives up.
      next(step, crash);
      if (step !== 'payment.before-release') next(step, crash);
      expect((await cancel(purchase)).status).toBeGreaterThanOrEqual(500);
      expect([await stateOf(purchase), await levelOf(purchase.skuId)]).toEqual(['awaiting-payment', [2, 1]]);
      expect((await cancel(purchase)).status).toBe(200);
      expect(await levelOf(purchase.skuId)).toEqual([3, 0]);
    },
  );
});

describe('points', () => {
  test('earned once however often the event runs', async () => {
    const purchase = await anUnpaidOrder(at);
    for (let run = 0; run < 3; run += 1) {
      await at.settle();
      const again = { $set: { state: 'due', applied: [], dueAt: new Date(0) } };
      await events(at.shop).updateOne({ _id: `order.placed:${purchase.orderNo}` }, again);
    }
    await at.settle();
    expect(await pointsOf(purchase)).toBe(10);
  });

  test('earned once when two workers run the event at the same time', async () => {
    const purchase = await anUnpaidOrder(at);
    const event = await events(at.shop).findById(`order.placed:${purchase.orderNo}`).lean();
    const earn = effects.find(({ name }) => name === 'promotion.earn-points');
    if (!event || !earn) throw new Error('no such event or effect');
    await Promise.all(Array.from({ length: 8 }, () => earn.run(at.shop, event)));
    expect(await pointsOf(purchase)).toBe(10);
    expect(await pointMovements(at.shop).countDocuments({ orderNo: purchase.orderNo })).toBe(1);
  });

  test('many orders of one shopper at once: every one counts', async () => {
    const purchase = await anUnpaidOrder(at);
    const line = [{ skuId: purchase.skuId, quantity: 1 }];
    await Promise.all(Array.from({ length: 9 }, () => purchase.shopper.order(line)));
    await at.settle();
    expect(await pointsOf(purchase)).toBe(100);
  });

  test('taken back when the order is closed', async () => {
    const purchase = await anUnpaidOrder(at);
    await at.settle();
    expect(await pointsOf(purchase)).toBe(10);
    await cancel(purchase);
    await at.settle();
    expect(await pointsOf(purchase)).toBe(0);
  });

  test('neither earned nor owed when the close is heard of before the order', async () => {
    const purchase = await anUnpaidOrder(at);
    await cancel(purchase);
    const placed = { _id: `order.placed:${purchase.orderNo}` };
    await events(at.shop).updateOne(placed, { $set: { dueAt: new Date(at.clock.now().getTime() + 60_000) } });
    await at.settle();
    expect(await pointsOf(purchase)).toBe(0);
    await events(at.shop).updateOne(placed, { $set: { dueAt: new Date(0) } });
    await at.settle();
    const rows = await pointMovements(at.shop).find({ orderNo: purchase.orderNo }).lean();
    expect(rows.map((row) => row.points).sort()).toEqual([-10, 10]);
    expect(await pointsOf(purchase)).toBe(0);
  });
});

describe('the audit of the books finds', () => {
  const broken: [string, () => Promise<() => Promise<unknown>>, RegExp][] = [
    ['stock out of nowhere', () => tamper('stockLevels', { $inc: { stock: 1 } }), /stock \d+, ledger/],
    ['a sale nobody made', () => tamper('stockLevels', { $inc: { sold: 1 } }), /sold \d+, held/],
    ['an order taken for paid', () => tamper('orders', { $set: { paidAt: new Date() } }), /paid by \[\]/],
    ['points out of nowhere', () => tamper('pointBalances', { $inc: { points: 1 } }), /balance/],
    ['a changed row', () => tamper('pointMovements', { $inc: { points: 1 } }), /points \[/],
  ];

  /** Spoils one document; what it returns puts it right again. */
  async function tamper(name: string, update: object): Promise<() => Promise<unknown>> {
    await at.settle();
    const collection = at.shop.db.collection<{ _id: string }>(name);
    const before = await collection.findOneAndUpdate({}, update);
    if (!before) throw new Error(`${name} is empty`);
    return () => collection.replaceOne({ _id: before._id }, before);
  }

  test.each(broken)('%s', async (_what, spoil, found) => {
    const repair = await spoil();
    const breaches = await auditBooks(at);
    await repair();
    expect(breaches.join('\n')).toMatch(found);
  });
});

test('at the end the books fit', async () => {
  expect(await auditBooks(at)).toEqual([]);
});

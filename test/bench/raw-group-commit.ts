import type { mongo } from 'mongoose';
import type { OrderDoc } from '../../server/order/order-model.ts';
import { transactionOptions } from '../../server/platform/mongo/transact.ts';
import { newEvent } from '../../server/platform/outbox/new-event.ts';

const maxGroup = 256;
const maxWaitMs = 2;

interface Waiting {
  order: OrderDoc;
  resolve(placed: boolean): void;
  reject(error: unknown): void;
}

/**
 * The floor: nothing but the driver writing what an order has to write (order, a ledger row per SKU, an event,
 * the summed stock last) in groups of at most 256 or 2 ms, one session, one writer. No pricing, no look-ups.
 */
export class RawGroupCommit {
  readonly #client: mongo.MongoClient;
  readonly #session: mongo.ClientSession;
  readonly #queue: Waiting[] = [];
  #timer: NodeJS.Timeout | null = null;
  #busy = false;

  constructor(client: mongo.MongoClient) {
    this.#client = client;
    this.#session = client.startSession();
  }

  place(order: OrderDoc): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ order, resolve, reject });
      if (this.#queue.length >= maxGroup) this.#flush();
      else this.#timer ??= setTimeout(() => this.#flush(), maxWaitMs);
    });
  }

  async close(): Promise<void> {
    await this.#session.endSession();
  }

  #flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#busy || this.#queue.length === 0) return;
    this.#busy = true;
    const group = this.#queue.splice(0, maxGroup);
    void this.#commit(group.map((waiting) => waiting.order))
      .then(
        () => group.forEach((waiting) => waiting.resolve(true)),
        (error: unknown) => group.forEach((waiting) => waiting.reject(error)),
      )
      .finally(() => {
        this.#busy = false;
        this.#flush();
      });
  }

  async #commit(orders: OrderDoc[]): Promise<void> {
    const db = this.#client.db();
    const session = this.#session;
    const sums = new Map<string, number>();
    for (const { skuId, quantity } of orders.flatMap((order) => order.lines)) {
      sums.set(skuId, (sums.get(skuId) ?? 0) + quantity);
    }
    const at = new Date();
    session.startTransaction(transactionOptions);
    await db.collection<OrderDoc>('orders').insertMany(orders, { session, ordered: false });
    const rows = orders.flatMap((order) =>
      order.lines.map((line) => ({
        _id: `order:${order._id}:${line.skuId}` as never,
        skuId: line.skuId,
        quantity: -line.quantity,
        reason: 'order',
        stockAfter: 0,
        orderNo: order._id,
        staffId: null,
        note: '',
        at,
      })),
    );
    await db.collection('stockMovements').insertMany(rows, { session, ordered: false });
    const events = orders.map(({ _id: orderNo, memberId, earnedPoints }) =>
      newEvent('order.placed', orderNo, { orderNo, memberId, earnedPoints, cartLines: [] }, at),
    );
    await db.collection<{ _id: string }>('events').insertMany(events, { session, ordered: false });
    const levels = [...sums].map(([skuId, sum]) => ({
      updateOne: {
        filter: { _id: skuId as never, stock: { $gte: sum } },
        update: { $inc: { stock: -sum, sold: sum } },
      },
    }));
    const written = await db.collection('stockLevels').bulkWrite(levels, { session, ordered: false });
    if (written.matchedCount !== levels.length) throw new Error('The floor ran out of stock');
    await session.commitTransaction();
  }
}

import { mongo } from 'mongoose';
import { loadSellables } from '../../server/catalog/load-skus.ts';
import { buildOrder } from '../../server/order/build-order.ts';
import { priceLines } from '../../server/order/order-lines.ts';
import type { OrderDoc } from '../../server/order/order-model.ts';
import { placeOrder } from '../../server/order/place-order.ts';
import type { BenchShop } from './bench-shop.ts';
import { closedLoop, type LoopResult } from './closed-loop.ts';
import { RawGroupCommit } from './raw-group-commit.ts';

export const inFlight = 64;

/** Two SKUs of different products: always the same two (hot), or spread over all. */
function pick(skuIds: readonly string[], n: number, hot: boolean): { skuId: string; quantity: number }[] {
  const first = hot ? 0 : (n * 7919) % skuIds.length;
  const second = hot ? 2 : (first + 2 + ((n * 104_729) % (skuIds.length - 4))) % skuIds.length;
  return [first, second].map((index) => ({ skuId: skuIds[index] ?? '', quantity: 1 }));
}

/** The floor's orders: whole documents as the shop writes them, made from one template. */
async function template(bench: BenchShop): Promise<(n: number, hot: boolean) => OrderDoc> {
  const [person] = bench.members;
  if (!person) throw new Error('No members');
  const lines = pick(bench.skuIds, 0, true);
  const sellables = await loadSellables(
    bench.shop,
    lines.map((line) => line.skuId),
  );
  const goods = priceLines(lines, sellables);
  if (!goods.ok) throw new Error(`No goods: ${goods.code}`);
  const input = { addressId: person.address._id, payMethod: 'wechat' as const };
  const order = buildOrder(bench.shop, {
    ...person,
    goods: goods.value,
    input,
    idempotencyKey: '',
    requestHash: 'x'.repeat(43),
  });
  return (n, hot) => ({
    ...order,
    _id: bench.shop.nextNo(),
    // Nobody of the shop: its unpaid orders must not count against the shoppers of the other rows.
    memberId: `floor-${n % bench.members.length}`,
    idempotencyKey: `floor-${n}`,
    lines: pick(bench.skuIds, n, hot).map(({ skuId }, index) => ({
      ...(order.lines[index] as OrderDoc['lines'][number]),
      skuId,
    })),
  });
}

export async function conditionalUpdate(uri: string, skuId: string, seconds: number): Promise<LoopResult> {
  const client = await new mongo.MongoClient(uri, { maxPoolSize: 64 }).connect();
  const levels = client.db().collection<{ _id: string; stock: number; sold: number }>('stockLevels', {
    writeConcern: { w: 'majority', journal: true },
  });
  const result = await closedLoop(inFlight, seconds, async () => {
    const update = { $inc: { stock: -1, sold: 1 } };
    return (await levels.updateOne({ _id: skuId, stock: { $gte: 1 } }, update)).modifiedCount === 1;
  });
  await client.close();
  return result;
}

export async function rawPlacement(
  uri: string,
  bench: BenchShop,
  seconds: number,
  hot: boolean,
): Promise<LoopResult> {
  const client = await new mongo.MongoClient(uri, { maxPoolSize: 64 }).connect();
  const raw = new RawGroupCommit(client);
  const make = await template(bench);
  const run = Math.floor(Math.random() * 1e9) * 1e6;
  const result = await closedLoop(inFlight, seconds, (n) => raw.place(make(run + n, hot)));
  await raw.close();
  await client.close();
  return result;
}

export async function shopPlacement(bench: BenchShop, seconds: number, hot: boolean): Promise<LoopResult> {
  const run = Math.random().toString(36).slice(2);
  return closedLoop(inFlight, seconds, async (n) => {
    const person = bench.members[(n * 31) % bench.members.length];
    if (!person) throw new Error('No members');
    const placed = await placeOrder(bench.shop, {
      memberId: person.member._id,
      idempotencyKey: `${run}-${n}`,
      input: { lines: pick(bench.skuIds, n, hot), addressId: person.address._id, payMethod: 'wechat' },
    });
    return placed.ok;
  });
}

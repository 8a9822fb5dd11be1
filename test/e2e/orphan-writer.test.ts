import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { endDeadWriters } from '../../server/platform/ids/end-dead-writers.ts';
import { openShop } from '../../server/platform/open-shop.ts';
import { adjustStock } from '../../server/stock/adjust-stock.ts';
import { stockOf } from '../../server/stock/stock-of.ts';
import { aProduct } from '../builders/a-product.ts';
import { startTestShop, type TestShop, wechatEnvironment } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('orphan');
const script = fileURLToPath(new URL('hold-stock.ts', import.meta.url));
let at: TestShop;
beforeAll(async () => {
  at = await startTestShop({ mongodbUri });
});
afterAll(() => at.close());

const take = (skuId: string) =>
  ({ staffId: 's', ip: '', skuId, quantity: -1, reason: 'adjustment', note: '' }) as const;

/** Kills a process in the moment between its stock write and its commit. */
async function dieHolding(skuId: string): Promise<void> {
  const env = {
    PATH: process.env['PATH'],
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    MONGODB_URI: mongodbUri,
    HOLD_SKU: skuId,
    ...wechatEnvironment(at.emulator),
  };
  const child: ChildProcess = fork(script, [], { execArgv: ['--import', 'tsx'], env });
  await once(child, 'message');
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('a process killed while it holds a SKU: its neighbour frees it and loses nothing', async () => {
  const { skuId } = await aProduct(at.shop, { stock: 5 });
  await dieHolding(skuId);
  // What every process does at each renewal of its lease, 3 s apart.
  await endDeadWriters(at.shop.db);
  const started = performance.now();
  expect((await adjustStock(at.shop, take(skuId))).ok).toBe(true);
  // Without it the orphan holds the SKU until MongoDB ends it, 10 s here and 60 s elsewhere.
  expect(performance.now() - started).toBeLessThan(4000);
  expect((await stockOf(at.shop, [skuId])).get(skuId)).toBe(4);
});

test('a process killed while it holds a SKU: its successor frees it before its own first write', async () => {
  const { skuId } = await aProduct(at.shop, { stock: 5 });
  await dieHolding(skuId);
  const successor = await openShop(at.shop.config);
  const started = performance.now();
  expect((await adjustStock(successor.shop, take(skuId))).ok).toBe(true);
  expect(performance.now() - started).toBeLessThan(4000);
  expect((await stockOf(at.shop, [skuId])).get(skuId)).toBe(4);
  await successor.close();
});

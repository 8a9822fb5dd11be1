import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMongod } from '../../scripts/mongo/start-mongod.ts';
import { benchShop } from './bench-shop.ts';
import type { LoopResult } from './closed-loop.ts';
import { conditionalUpdate, inFlight, rawPlacement, shopPlacement } from './place-order-rows.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 5);

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

class Row {
  readonly rates: number[] = [];
  readonly p50: number[] = [];
  readonly p99: number[] = [];
  add(result: LoopResult, name: string): void {
    if (result.failed > 0) throw new Error(`${name}: ${result.failed} of ${result.done} calls failed`);
    this.rates.push(result.perSecond);
    this.p50.push(result.p50Ms);
    this.p99.push(result.p99Ms);
  }
  get rate(): number {
    return median(this.rates);
  }
  text(): string {
    const cells = [this.rate, median(this.p50), median(this.p99)].map((value) =>
      value.toFixed(0).padStart(6),
    );
    return `${cells[0]} /s  p50 ${cells[1]} ms  p99 ${cells[2]} ms`;
  }
}

function ratio(name: string, value: number, goal?: number): boolean {
  const good = goal === undefined || value >= goal;
  const mark = goal === undefined ? '     ' : good ? '  ok ' : 'UNDER';
  const aim = goal === undefined ? '' : `  (goal ${goal})`;
  console.log(`${mark}  ${name.padEnd(58)} ${value.toFixed(2)}${aim}`);
  return good;
}

async function main(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'xiaopu-bench-'));
  const mongod = await startMongod({ dataDir, log: console.log });
  const uri = mongod.uri.replace('/?', '/bench?');
  const bench = await benchShop(uri, 1000, 20_000);
  const rows = {
    update: new Row(),
    rawHot: new Row(),
    rawSpread: new Row(),
    shopHot: new Row(),
    shopSpread: new Row(),
  };
  console.log(
    `${rounds} rounds of ${seconds} s each, ${inFlight} in flight, 2 SKUs an order, majority + journal`,
  );
  const hotSku = bench.skuIds[0] ?? '';
  for (let round = 0; round < rounds; round += 1) {
    // Interleaved, so that a machine that slows down slows all of them.
    rows.update.add(await conditionalUpdate(uri, hotSku, seconds), 'updateOne');
    rows.rawHot.add(await rawPlacement(uri, bench, seconds, true), 'floor, hot');
    rows.shopHot.add(await shopPlacement(bench, seconds, true), 'place order, hot');
    rows.rawSpread.add(await rawPlacement(uri, bench, seconds, false), 'floor, spread');
    rows.shopSpread.add(await shopPlacement(bench, seconds, false), 'place order, spread');
  }
  console.log(`\none conditional updateOne         ${rows.update.text()}`);
  console.log(`floor: raw group commit, hot      ${rows.rawHot.text()}`);
  console.log(`floor: raw group commit, spread   ${rows.rawSpread.text()}`);
  console.log(`place order, hot                  ${rows.shopHot.text()}`);
  console.log(`place order, spread               ${rows.shopSpread.text()}\n`);
  const honest = ratio(
    'floor, hot ÷ one updateOne (below: the run is void)',
    rows.rawHot.rate / rows.update.rate,
    1.2,
  );
  ratio('place order, hot ÷ floor, hot', rows.shopHot.rate / rows.rawHot.rate, 0.5);
  ratio('place order, spread ÷ floor, spread', rows.shopSpread.rate / rows.rawSpread.rate);
  ratio('place order, hot ÷ spread', rows.shopHot.rate / rows.shopSpread.rate, 0.8);
  ratio('100 ms ÷ p99 of place order, hot', 100 / median(rows.shopHot.p99), 1);
  await bench.close();
  await mongod.stop();
  await rm(dataDir, { recursive: true, force: true });
  if (!honest) {
    console.log('\nThe floor is not honest in this run (machine too noisy): void.');
    process.exitCode = 1;
  }
}

await main();

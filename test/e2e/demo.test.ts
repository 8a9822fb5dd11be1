import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { runDemo, type DemoResult } from '../../scripts/demo/run-demo.ts';
import { products } from '../../server/catalog/product-model.ts';
import { writeCatalogue } from '../../server/catalog/write-catalogue.ts';
import { paymentNotices } from '../../server/payment/notice-model.ts';
import { aProduct, type MadeProduct } from '../builders/a-product.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('demo');
let at: TestShop;
let apples: MadeProduct;
let pears: MadeProduct;

beforeAll(async () => {
  at = await startTestShop({ mongodbUri });
});
afterAll(() => at.close());
beforeEach(async () => {
  apples = await aProduct(at.shop, { title: '阿克苏苹果', stock: 100, priceFen: 1990 });
  pears = await aProduct(at.shop, { title: '库尔勒香梨', stock: 50, priceFen: 2505 });
  const homePage = { banners: [], notices: [], hotWords: ['榴莲', '苹果', '香梨'] };
  const written = await writeCatalogue(at.shop, { categories: [], products: [], homePage });
  expect(written.ok).toBe(true);
});
afterEach(async () => {
  await at.control('DELETE', '/emulator/faults');
  await takeOffShelf({});
});

/** Each test finds only products of its own. */
async function takeOffShelf(which: Record<string, unknown>): Promise<void> {
  await products(at.shop).updateMany(which, { $set: { onShelf: false } });
}

/** The demo in this process; polls quickly, since no test should wait 3 s for nothing. */
async function buy(withinMs = 5_000): Promise<{ result: DemoResult; told: string }> {
  const lines: string[] = [];
  const result = await runDemo({
    shopUrl: at.url,
    emulatorUrl: at.emulator.url,
    print: (line) => lines.push(stripVTControlCharacters(line)),
    patience: { everyMs: 50, withinMs },
  });
  return { result, told: lines.join('\n') };
}

async function stockOf({ productId }: MadeProduct): Promise<unknown[]> {
  const page = await at.call('GET', `/api/products/${productId}`);
  return (page.json['skus'] as { stock: number }[]).map(({ stock }) => stock);
}

test('buys two SKUs that were searched for and tells each step', async () => {
  const { result, told } = await buy();
  expect(result).toEqual({ ok: true, orderNo: expect.stringMatching(/^\d+$/), payableFen: 6485 });
  expect([await stockOf(apples), await stockOf(pears)]).toEqual([[98], [49]]);
  expect(told).toMatch(/Search +“榴莲” 0 件商品/);
  expect(told).toMatch(/Search +“苹果” 1 件商品 +\d+ ms/);
  expect(told).toMatch(/Quote +商品 ¥64\.85 \+ 运费 ¥0\.00 = 应付 ¥64\.85/);
  expect(told).toMatch(/█ ▄▄▄▄▄ █/);
  expect(told).toMatch(/Order +\d+ · 待发货 awaiting-shipment/);
  expect(told).toContain('100 → 98 阿克苏苹果');
  expect(told).not.toContain('✗');
});

test('becomes paid by asking where the notification is dropped', async () => {
  await at.control('PUT', '/emulator/faults', { rules: [{ on: 'notify', action: 'drop' }] });
  const noticed = await paymentNotices(at.shop).countDocuments({});
  const { result } = await buy();
  expect(result.ok).toBe(true);
  expect(await paymentNotices(at.shop).countDocuments({})).toBe(noticed);
});

test('several at once each find their own goods gone', async () => {
  const bought = await Promise.all([buy(), buy(), buy()]);
  expect(bought.map(({ result, told }) => [result.ok, result.ok ? '' : told])).toEqual(
    Array.from({ length: 3 }, () => [true, '']),
  );
  expect([await stockOf(apples), await stockOf(pears)]).toEqual([[94], [47]]);
});

test('a refusal at WeChat: the step and the words of the shop, nothing paid', async () => {
  await at.control('PUT', '/emulator/faults', { rules: [{ on: 'unifiedorder', action: 'error' }] });
  const { result, told } = await buy();
  expect(result).toMatchObject({ ok: false, step: 'Payment code', code: 'WECHAT_UNAVAILABLE' });
  expect(told).toMatch(/✗ Payment code +WECHAT_UNAVAILABLE\n +微信服务暂时没有响应/);
  expect(told).toMatch(/POST \/api\/orders\/\d+\/payments → 503/);
});

test('money that never shows: gives up in time', async () => {
  const rules = [
    { on: 'notify', action: 'drop' },
    { on: 'orderquery', action: 'error' },
  ];
  await at.control('PUT', '/emulator/faults', { rules });
  const { result, told } = await buy(400);
  expect(result).toMatchObject({ ok: false, step: 'Paid', code: 'NOT_AS_EXPECTED' });
  expect(told).toMatch(/Order \d+ is still unpaid 0\.4 s after WeChat took the money/);
});

test('a shop without two SKUs in stock', async () => {
  await takeOffShelf({ _id: pears.productId });
  const { result } = await buy();
  expect(result).toMatchObject({ ok: false, step: 'Choose', code: 'NOT_AS_EXPECTED' });
});

describe('as a command', () => {
  const script = fileURLToPath(new URL('../../scripts/demo.mjs', import.meta.url));

  function command(shopUrl: string): Promise<{ code: number | null; told: string }> {
    const env = { ...process.env, SHOP_URL: shopUrl, EMULATOR_URL: at.emulator.url, NODE_OPTIONS: '' };
    const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let told = '';
    child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, told })));
  }

  test('ends with 0 after a purchase', async () => {
    const { code, told } = await command(at.url);
    expect([code, told]).toEqual([0, expect.stringContaining('¥64.85 paid, everything checked')]);
  });

  test('ends with 1 and says why where no shop answers', async () => {
    const stopped = await startTestShop({ mongodbUri });
    await stopped.close();
    const { code, told } = await command(stopped.url);
    expect(code).toBe(1);
    expect(told).toContain(`${stopped.url} does not answer (ECONNREFUSED). Is the shop running?`);
    expect(told).toContain('failed at "Sign in": NO_ANSWER');
  });
});

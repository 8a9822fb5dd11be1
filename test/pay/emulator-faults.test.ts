import { FaultTable } from '../../emulator/fault/fault-table.ts';
import { EmulatorMerchant, post, send, type Fields } from './emulator-merchant.ts';

let shop: EmulatorMerchant;
beforeAll(async () => {
  shop = await EmulatorMerchant.start({}, 'http://127.0.0.1:9/notify');
});
afterAll(() => shop.emulator.close());
afterEach(() => send(`${shop.url}/emulator/faults`, { method: 'DELETE' }));

const put = (body: unknown) => post(`${shop.url}/emulator/faults`, body, 'PUT');
const stateOf = async (outTradeNo: unknown): Promise<unknown> =>
  (await send(`${shop.url}/emulator/payments/${String(outTradeNo)}`)).json['tradeState'];

const order = (fields: Fields): Promise<Fields> => shop.v2('/pay/unifiedorder', fields);

describe('v2', () => {
  test.each([
    ['error', 'SYSTEMERROR', undefined],
    ['error-after', 'SYSTEMERROR', 'NOTPAY'],
    ['timeout', undefined, undefined],
    ['timeout-after', undefined, 'NOTPAY'],
  ])('%s on unifiedorder', async (action, code, state) => {
    const fields = shop.v2Order();
    await put({ rules: [{ on: 'unifiedorder', action, times: 1 }] });
    if (code === undefined) await expect(order(fields)).rejects.toThrow('fetch failed');
    else
      expect(await order(fields)).toMatchObject({
        return_code: 'SUCCESS',
        result_code: 'FAIL',
        err_code: code,
      });
    expect(await stateOf(fields['out_trade_no'])).toBe(state);
    expect(await order(fields)).toMatchObject({ result_code: 'SUCCESS' });
  });

  test('error-after on closeorder: closed, though it said otherwise', async () => {
    const fields = shop.v2Order();
    await order(fields);
    await put({ rules: [{ on: 'closeorder', action: 'error-after' }] });
    const closed = await shop.v2('/pay/closeorder', { out_trade_no: fields['out_trade_no'] ?? '' });
    expect(closed['err_code']).toBe('SYSTEMERROR');
    expect(await stateOf(fields['out_trade_no'])).toBe('CLOSED');
  });

  test('a request that is not the merchant’s uses up no fault', async () => {
    await put({ rules: [{ on: 'unifiedorder', action: 'error', times: 1 }] });
    expect(await shop.v2('/pay/unifiedorder', shop.v2Order(), { sign: 'X' })).toMatchObject({
      err_code: 'SIGNERROR',
    });
    expect(await order(shop.v2Order())).toMatchObject({ err_code: 'SYSTEMERROR' });
  });
});

describe('v3 twins', () => {
  test('unifiedorder strikes JSAPI and NATIVE, aimed by number and version', async () => {
    const order = shop.v3Order();
    await put({
      rules: [{ on: 'unifiedorder', action: 'error', match: { outTradeNo: order.out_trade_no, api: 'v3' } }],
    });
    expect(await shop.v3('POST', '/v3/pay/transactions/jsapi', order)).toMatchObject({
      status: 500,
      json: { code: 'SYSTEM_ERROR' },
    });
    const { payer: _payer, ...native } = order;
    expect((await shop.v3('POST', '/v3/pay/transactions/native', native)).status).toBe(500);
    expect((await shop.v3('POST', '/v3/pay/transactions/jsapi', shop.v3Order())).status).toBe(200);
    expect(await shop.v2('/pay/unifiedorder', shop.v2Order())).toMatchObject({ result_code: 'SUCCESS' });
  });

  test('orderquery and closeorder', async () => {
    const order = shop.v3Order();
    await shop.v3('POST', '/v3/pay/transactions/jsapi', order);
    await put({
      rules: [
        { on: 'orderquery', action: 'timeout' },
        { on: 'closeorder', action: 'error-after' },
      ],
    });
    await expect(shop.v3Query(order.out_trade_no)).rejects.toThrow('fetch failed');
    const path = `/v3/pay/transactions/out-trade-no/${order.out_trade_no}/close`;
    expect((await shop.v3('POST', path, { mchid: shop.emulator.config.mchId })).status).toBe(500);
    expect(await stateOf(order.out_trade_no)).toBe('CLOSED');
  });

  test('delay: the right answer, late', async () => {
    const order = shop.v3Order();
    await put({ rules: [{ on: 'unifiedorder', action: 'delay', ms: 120 }] });
    const startedAt = performance.now();
    expect((await shop.v3('POST', '/v3/pay/transactions/jsapi', order)).status).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThan(100);
  });
});

test('rules are shown with what they did, beside all there may be; DELETE ends them', async () => {
  await put({ seed: 7, rules: [{ on: 'orderquery', action: 'error', times: 2 }] });
  await shop.v2('/pay/orderquery', { out_trade_no: 'T123456' });
  const { json } = await send(`${shop.url}/emulator/faults`);
  expect(json).toMatchObject({ seed: 7, rules: [{ on: 'orderquery', action: 'error', times: 2, used: 1 }] });
  expect((json['available'] as unknown as { on: string }[]).map(({ on }) => on)).toEqual([
    'unifiedorder',
    'orderquery',
    'closeorder',
    'notify',
  ]);
  expect((await send(`${shop.url}/emulator/faults`, { method: 'DELETE' })).json['rules']).toEqual([]);
  expect(await shop.v2('/pay/orderquery', { out_trade_no: 'T123456' })).toMatchObject({
    err_code: 'ORDERNOTEXIST',
  });
});

test.each([
  [{ on: 'nothing', action: 'error' }],
  [{ on: 'notify', action: 'error' }],
  [{ on: 'unifiedorder', action: 'drop' }],
  [{ on: 'unifiedorder', action: 'error', match: { colour: 'red' } }],
  [{ on: 'unifiedorder', action: 'error', probability: 2 }],
  [{ on: 'unifiedorder', action: 'error', times: 0 }],
  [{ on: 'unifiedorder' }],
])('%j is refused and changes nothing', async (rule) => {
  await put({ rules: [{ on: 'orderquery', action: 'error' }] });
  expect((await put({ rules: [rule] })).status).toBe(400);
  expect((await send(`${shop.url}/emulator/faults`)).json['rules']).toHaveLength(1);
});

const run = (seed: number): boolean[] => {
  const table = new FaultTable();
  table.replace([{ on: 'orderquery', action: 'error', probability: 0.3 }], seed);
  return Array.from(
    { length: 400 },
    () => table.strikeCall('orderquery', { outTradeNo: 'x', api: 'v2' }) !== undefined,
  );
};

test('probability follows the seed: the same seed, the same calls', () => {
  expect(run(5)).toEqual(run(5));
  expect(run(5)).not.toEqual(run(6));
  const struck = run(5).filter(Boolean).length;
  expect(struck).toBeGreaterThan(80);
  expect(struck).toBeLessThan(160);
});

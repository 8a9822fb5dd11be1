import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createCredentials } from '../../emulator/merchant/credentials.ts';
import { startEmulator } from '../../emulator/start-emulator.ts';
import { EmulatorMerchant, NoticeEar, post, send, V2_OK } from './emulator-merchant.ts';

let folder: string;
let dataFile: string;
let ear: NoticeEar;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'emulator-'));
  dataFile = path.join(folder, 'deep', 'emulator.json');
  ear = await new NoticeEar().open();
});
afterEach(async () => {
  await ear.close();
  await rm(folder, { recursive: true });
});

test('a second start keeps the keys, knows the payments and goes on telling', async () => {
  let now = Date.UTC(2026, 10, 22);
  const clock = { now: () => now };
  ear.reply = () => ({ status: 500, body: '' });
  const first = await EmulatorMerchant.start(
    { dataFile, clock, credentials: await createCredentials() },
    ear.url,
  );
  const order = first.v2Order();
  const placed = await first.v2('/pay/unifiedorder', order);
  await first.pay({ outTradeNo: order['out_trade_no'] });
  await first.noticeWhen(({ attempts }) => attempts.length === 1);
  const open = first.v2Order({ trade_type: 'NATIVE', product_id: 'P' });
  const code = await first.v2('/pay/unifiedorder', open);
  const { openid } = (await post(`${first.url}/emulator/codes`, {})).json;
  await first.emulator.close();

  ear.reply = () => ({ status: 200, body: V2_OK });
  now += 15_000;
  const second = await EmulatorMerchant.start({ dataFile, clock }, ear.url);
  expect(second.emulator.config).toEqual(first.emulator.config);
  const notice = await second.noticeWhen(({ state }) => state === 'delivered');
  expect(notice.attempts.map(({ outcome }) => outcome)).toEqual(['refused', 'accepted']);
  expect(await second.v2('/pay/orderquery', { out_trade_no: order['out_trade_no'] ?? '' })).toMatchObject({
    trade_state: 'SUCCESS',
  });
  expect((await second.pay({ prepayId: placed['prepay_id'] })).status).toBe(409);
  expect((await second.pay({ codeUrl: code['code_url'] })).status).toBe(200);
  expect((await send(`${second.url}/emulator/shoppers`)).json['items']).toContain(openid);
  await second.emulator.close();
  expect((await stat(dataFile)).mode & 0o077).toBe(0);
  expect(await readdir(path.dirname(dataFile))).toEqual(['emulator.json']);
});

test('a change is saved soon, without waiting for the end', async () => {
  const shop = await EmulatorMerchant.start({ dataFile });
  const order = shop.v2Order();
  await shop.v2('/pay/unifiedorder', order);
  const saved = async (): Promise<boolean> =>
    (await readFile(dataFile, 'utf8').catch(() => '')).includes(order['out_trade_no'] ?? '?');
  for (let waited = 0; !(await saved()) && waited < 3_000; waited += 20)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await saved()).toBe(true);
  await shop.emulator.close();
});

test('what is no state is refused and left alone', async () => {
  const strange = path.join(folder, 'strange.json');
  for (const text of ['{"version":2}', 'not JSON', '']) {
    await writeFile(strange, text);
    await expect(startEmulator({ port: 0, dataFile: strange })).rejects.toThrow(
      'not a state of this emulator',
    );
    expect(await readFile(strange, 'utf8')).toBe(text);
  }
});

describe('as a program', () => {
  const started: ChildProcess[] = [];
  const run = (env: Record<string, string>) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'emulator/main.ts'], {
      env: { ...process.env, NODE_OPTIONS: '', ...env },
    });
    started.push(child);
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
    return { child, said };
  };
  afterEach(() => {
    for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  });

  test('says where it is, refuses a port in use in one line, ends on SIGTERM with the state saved', async () => {
    const first = run({ EMULATOR_PORT: '0', DATA_DIR: folder });
    while (!first.said.out.includes('\n')) await once(first.child.stdout, 'data');
    const url = /http:\/\/127\.0\.0\.1:(\d+)\/emulator/.exec(first.said.out);
    expect((await send(`${url?.[0]}/config`)).status).toBe(200);

    const second = run({ EMULATOR_PORT: url?.[1] ?? '', DATA_DIR: path.join(folder, 'second') });
    expect(await once(second.child, 'close')).toEqual([1, null]);
    expect(second.said).toEqual({
      out: '',
      err: expect.stringMatching(/^WeChat emulator: port \d+ is in use; .*\n$/),
    });

    first.child.kill('SIGTERM');
    expect(await once(first.child, 'close')).toEqual([0, null]);
    expect(JSON.parse(await readFile(path.join(folder, 'emulator.json'), 'utf8'))).toMatchObject({
      version: 1,
    });
    expect(await readdir(folder)).toEqual(['emulator.json']);
  });

  test('a port that is none is refused', async () => {
    const { child, said } = run({ EMULATOR_PORT: 'http', DATA_DIR: folder });
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(said.err).toMatch(/^WeChat emulator: .*http\n$/);
  });
});

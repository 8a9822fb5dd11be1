import { readConfig } from '../../server/platform/config.ts';
import { openShop, type OpenShop } from '../../server/platform/open-shop.ts';
import { ensureFirstStaff } from '../../server/staff/ensure-first-staff.ts';
import { signIn } from '../../server/staff/sign-in.ts';
import { staff } from '../../server/staff/staff-model.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const open: OpenShop[] = [];
afterEach(async () => {
  for (const opened of open.splice(0)) await opened.close();
});

async function start(uri: string, settings: Record<string, string> = {}): Promise<OpenShop['shop']> {
  const opened = await openShop(
    readConfig({
      MONGODB_URI: uri,
      LOG_LEVEL: 'silent',
      WECHAT_APP_ID: 'wx0000000000000000',
      WECHAT_APP_SECRET: 'unused',
      WECHAT_MCH_ID: '1900000000',
      WECHAT_PAY_API: 'v2',
      WECHAT_PAY_V2_KEY: '0'.repeat(32),
      ...settings,
    }),
  );
  open.push(opened);
  return opened.shop;
}

const bothUri = testDatabaseUri('first-both');
test('two first starts at once make one account and print one password, which is good', async () => {
  const shops = [await start(bothUri), await start(bothUri, { ADMIN_USERNAME: 'boss' })];
  const printed: string[] = [];
  await Promise.all(shops.map((shop) => ensureFirstStaff(shop, (line) => printed.push(line))));
  expect(printed).toHaveLength(1);
  const [, username = '', password = ''] = /username: (\S+) · password: (\S+) /.exec(printed[0] ?? '') ?? [];
  expect(password).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
  const [shop] = shops;
  if (!shop) throw new Error('No shop');
  expect(await staff(shop).countDocuments()).toBe(1);
  expect(await signIn(shop, { username, password }, '127.0.0.1')).toMatchObject({ ok: true });
  expect(JSON.stringify(await staff(shop).find().lean())).not.toContain(password);
});

const againUri = testDatabaseUri('first-again');
test('a given password is not printed, and a later start changes nothing', async () => {
  const printed: string[] = [];
  const print = (line: string): number => printed.push(line);
  const first = await start(againUri, { ADMIN_USERNAME: 'Boss', ADMIN_PASSWORD: 'given at first' });
  await ensureFirstStaff(first, print);
  const before = await staff(first).find().lean();
  const second = await start(againUri, { ADMIN_USERNAME: 'other', ADMIN_PASSWORD: 'given later' });
  await ensureFirstStaff(second, print);
  await ensureFirstStaff(await start(againUri), print);
  expect(printed).toEqual([]);
  expect(await staff(second).find().lean()).toEqual(before);
  const credentials = { username: 'boss', password: 'given at first' };
  expect(await signIn(second, credentials, '127.0.0.1')).toMatchObject({ ok: true });
});

const productionUri = testDatabaseUri('first-production');
test('production makes no account with a password that somebody has to read from a log', async () => {
  const printed: string[] = [];
  const print = (line: string): number => printed.push(line);
  const settings = {
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://shop.example.com',
    SHOP_SECRET: 'f3b1c0d2e4a5968778695a4b3c2d1e0f',
  };
  const shop = await start(productionUri, settings);
  await expect(ensureFirstStaff(shop, print)).rejects.toThrow('ADMIN_PASSWORD');
  expect(await staff(shop).countDocuments()).toBe(0);
  await ensureFirstStaff(
    await start(productionUri, { ...settings, ADMIN_PASSWORD: 'given at first' }),
    print,
  );
  expect(await staff(shop).countDocuments()).toBe(1);
  await ensureFirstStaff(shop, print);
  expect(printed).toEqual([]);
});

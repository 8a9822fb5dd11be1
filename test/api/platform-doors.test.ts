import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sessions } from '../../server/member/session-model.ts';
import { staffSessions } from '../../server/staff/staff-session-model.ts';
import { signedInStaff } from '../builders/staff-desk.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('platform-doors');
const picture = Buffer.from('not really a picture');
let folder: string;
let at: TestShop;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xiaopu-doors-'));
  await mkdir(join(folder, 'media'));
  await writeFile(join(folder, 'media', 'a.webp'), picture);
  at = await startTestShop({ mongodbUri, env: { DATA_DIR: folder } });
});
afterAll(async () => {
  await at.close();
  await rm(folder, { recursive: true, force: true });
});

describe('sessions', () => {
  test.each(['Bearer', 'bearer', 'BEARER'])('the scheme may be written %s', async (scheme) => {
    const { token } = await at.signIn();
    const answer = await at.call('GET', '/api/me', { headers: { Authorization: `${scheme} ${token}` } });
    expect(answer.status).toBe(200);
  });

  test('the database alone does not tell which token is whose', async () => {
    const { token } = await at.signIn();
    const { cookie } = await signedInStaff(at);
    const [, desk = ''] = cookie.split('=');
    const plain = [token, desk].map((one) => createHash('sha256').update(one).digest('hex'));
    const kept = [
      ...(await sessions(at.shop).find().lean()),
      ...(await staffSessions(at.shop).find().lean()),
    ];
    expect(kept.length).toBeGreaterThan(1);
    for (const { _id } of kept) expect([...plain, token, desk]).not.toContain(_id);
  });

  test('another SHOP_SECRET signs everybody out, the same one nobody', async () => {
    const { token } = await at.signIn();
    const { cookie } = await signedInStaff(at);
    const ask = async (on: TestShop): Promise<number[]> => {
      const answers = [
        await on.call('GET', '/api/me', { token }),
        await on.call('GET', '/admin/api/sessions/current', { headers: { Cookie: cookie } }),
      ];
      return answers.map(({ status }) => status);
    };
    const same = await startTestShop({ mongodbUri });
    const other = await startTestShop({ mongodbUri, env: { SHOP_SECRET: 'quite another secret' } });
    const statuses = [await ask(same), await ask(other)];
    await same.close();
    await other.close();
    expect(statuses).toEqual([
      [200, 200],
      [401, 401],
    ]);
  });

  test('a new member’s name holds no part of the openid', async () => {
    const openid = 'o6_bmjrPTlm6_2sgVt7hMZOPWXYZ';
    const { token } = await at.signIn(openid);
    const { json } = await at.call('GET', '/api/me', { token });
    expect(JSON.stringify(json)).toMatch(/微信用户\d{4}"/);
    expect(JSON.stringify(json)).not.toContain(openid.slice(-4));
  });
});

test('HEAD of a picture answers what GET does, without the picture', async () => {
  const [get, head] = [await at.call('GET', '/media/a.webp'), await at.call('HEAD', '/media/a.webp')];
  expect([get.status, get.text]).toEqual([200, picture.toString()]);
  expect([head.status, head.text]).toEqual([200, '']);
  for (const name of ['content-type', 'content-length', 'cache-control', 'last-modified', 'etag']) {
    expect([name, head.headers.get(name)]).toEqual([name, get.headers.get(name)]);
  }
  expect((await at.call('HEAD', '/media/b.webp')).status).toBe(404);
});

describe('/metrics in production', () => {
  const token = 'metrics-token-of-16';
  let production: TestShop;
  beforeAll(async () => {
    production = await startTestShop({
      mongodbUri,
      env: { METRICS_TOKEN: token, ...productionSettings },
    });
  });
  afterAll(() => production.close());
  const productionSettings = {
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://shop.example.com',
    SHOP_SECRET: 'f3b1c0d2e4a5968778695a4b3c2d1e0f',
    WECHAT_API_BASE_URL: 'https://api.example.com',
    WECHAT_PAY_BASE_URL: 'https://pay.example.com',
  };
  const outside = { 'X-Forwarded-For': '203.0.113.7' };
  const status = async (headers: Record<string, string>, path = '/metrics'): Promise<number> =>
    (await production.call('GET', path, { headers })).status;

  test('is for this machine', async () => {
    expect(await status({})).toBe(200);
  });

  test.each(['/metrics', '/METRICS', '/metrics/', '/metrics?x=1'])(
    '%s is refused to others',
    async (path) => {
      expect(await status(outside, path)).toBe(403);
      expect(await status({ ...outside, Authorization: 'Bearer something-else-16' }, path)).toBe(403);
    },
  );

  test('is for who has the token', async () => {
    expect(await status({ ...outside, Authorization: `Bearer ${token}` })).toBe(200);
    expect(await status({ ...outside, Authorization: `bearer ${token}` })).toBe(200);
  });

  test('elsewhere it is open', async () => {
    expect((await at.call('GET', '/metrics', { headers: outside })).status).toBe(200);
  });
});

import { EmulatorMerchant, post, send, type JsonAnswer } from './emulator-merchant.ts';

let now = Date.UTC(2026, 10, 22);
let shop: EmulatorMerchant;
beforeAll(async () => {
  shop = await EmulatorMerchant.start({ clock: { now: () => now } });
});
afterAll(() => shop.emulator.close());

const code = async (body: unknown = {}): Promise<{ code: string; openid: string }> => {
  const answer = await post(`${shop.url}/emulator/codes`, body);
  expect(answer.status).toBe(201);
  return answer.json as unknown as { code: string; openid: string };
};
const session = (query: Record<string, string>): Promise<JsonAnswer> => {
  const { appId: appid, appSecret: secret } = shop.emulator.config;
  const all = new URLSearchParams({ appid, secret, grant_type: 'authorization_code', ...query });
  return send(`${shop.url}/sns/jscode2session?${all.toString()}`);
};
const token = (change: Record<string, unknown> = {}): Promise<JsonAnswer> => {
  const { appId: appid, appSecret: secret } = shop.emulator.config;
  return post(`${shop.url}/cgi-bin/stable_token`, {
    grant_type: 'client_credential',
    appid,
    secret,
    ...change,
  });
};

test('a code opens a session once', async () => {
  const issued = await code();
  expect(issued.openid).toMatch(/^o[\w-]{27}$/);
  const first = await session({ js_code: issued.code });
  expect(first.status).toBe(200);
  expect(first.headers.get('content-type')).toMatch(/^text\/plain/);
  expect(first.json).toEqual({ openid: issued.openid, session_key: expect.any(String) });
  expect(Buffer.from(String(first.json['session_key']), 'base64')).toHaveLength(16);
  expect((await session({ js_code: issued.code })).json['errcode']).toBe(40163);
});

test('two at once: one session', async () => {
  const issued = await code();
  const answers = await Promise.all([session({ js_code: issued.code }), session({ js_code: issued.code })]);
  expect(answers.map(({ json }) => json['errcode'] ?? 0)).toEqual(expect.arrayContaining([0, 40163]));
});

test('a shopper keeps the openid that was given; a new one gets a new one', async () => {
  const known = await code({ openid: 'oKnown-shopper_1' });
  expect((await session({ js_code: known.code })).json['openid']).toBe('oKnown-shopper_1');
  const empty = await send(`${shop.url}/emulator/codes`, { method: 'POST' });
  expect(empty.status).toBe(201);
  expect(empty.json['openid']).not.toBe((await code()).openid);
});

test('a code is good for five minutes', async () => {
  const early = await code();
  const late = await code();
  now += 299_999;
  expect((await session({ js_code: early.code })).json['openid']).toBe(early.openid);
  now += 1;
  expect((await session({ js_code: late.code })).json['errcode']).toBe(40029);
});

test.each([
  [40029, { js_code: 'made-up' }],
  [41008, {}],
  [40013, { appid: 'wx' }],
  [40125, { secret: 'x' }],
  [40002, { grant_type: 'other' }],
])('errcode %d for %j, with HTTP 200', async (errcode, query: Record<string, string>) => {
  expect(await session(query)).toMatchObject({ status: 200, json: { errcode } });
});

test.each([[{ openid: '' }], [{ openid: 'with blank' }], [{ openid: 1 }], [{ other: 1 }], [[]], ['x']])(
  'no code for %j',
  async (body) => {
    expect(await post(`${shop.url}/emulator/codes`, body)).toMatchObject({
      status: 400,
      json: { code: 'MALFORMED' },
    });
  },
);

test('the stable token stays until its last five minutes; a forced one follows its own rules', async () => {
  const first = await token();
  expect(first.json).toEqual({ access_token: expect.stringMatching(/^\w{136}$/), expires_in: 7200 });
  now += 6_899_000;
  expect((await token()).json).toEqual({ access_token: first.json['access_token'], expires_in: 301 });
  now += 1_000;
  const second = await token();
  expect(second.json['access_token']).not.toBe(first.json['access_token']);
  expect(second.json['expires_in']).toBe(7200);

  const seen = new Set([second.json['access_token']]);
  for (let round = 0; round < 20; round += 1) {
    seen.add((await token({ force_refresh: true })).json['access_token']);
    expect((await token({ force_refresh: true })).json['errcode']).toBe(45011);
    now += 30_000;
  }
  expect(seen.size).toBe(21);
  expect((await token({ force_refresh: true })).json['errcode']).toBe(45011);
});

test.each([
  [40013, { appid: 'x' }],
  [40125, { secret: 'x' }],
  [40002, { grant_type: 'x' }],
  [47001, { appid: 1 }],
])('no token: %d for %j', async (errcode, change) => {
  expect(await token(change)).toMatchObject({ status: 200, json: { errcode } });
});

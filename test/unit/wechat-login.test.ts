import { exchangeLoginCode, type LoginResult } from '../../server/wechat/login.ts';
import { WechatError } from '../../server/wechat/wechat-error.ts';
import { hangUp, say, startAnsweringServer, type AnsweringServer } from '../builders/answering-server.ts';

let server: AnsweringServer;
beforeAll(async () => {
  server = await startAnsweringServer();
});
afterAll(() => server.stop());

const login = (code = '0a1B2c'): Promise<LoginResult> =>
  exchangeLoginCode({ appId: 'wx1', appSecret: 'sec&ret', baseUrl: server.baseUrl, timeoutMs: 2000 }, code);
const json = (data: unknown): ReturnType<typeof say> =>
  say(200, JSON.stringify(data), { 'content-type': 'text/plain' });

describe('exchanging a login code', () => {
  test('gives openid and session key, though the JSON comes as text/plain', async () => {
    server.answerWith(
      json({ openid: 'o1', session_key: 'k1==' }),
      json({ errcode: 0, openid: 'o1', session_key: 'k', unionid: 'u' }),
    );
    expect(await login()).toEqual({ ok: true, openid: 'o1', sessionKey: 'k1==' });
    expect(await login()).toEqual({ ok: true, openid: 'o1', sessionKey: 'k', unionid: 'u' });
    const { method, url } = server.seen[0] ?? { method: '', url: '' };
    const { pathname, searchParams } = new URL(url, server.baseUrl);
    expect([method, pathname]).toEqual(['GET', '/sns/jscode2session']);
    expect(Object.fromEntries(searchParams)).toEqual({
      appid: 'wx1',
      secret: 'sec&ret',
      js_code: '0a1B2c',
      grant_type: 'authorization_code',
    });
  });

  test.each([
    [40029, 'invalid-code'],
    [40163, 'used'],
    [40226, 'blocked'],
    [45011, 'busy'],
    [-1, 'busy'],
  ])('errcode %i is %s', async (errcode, reason) => {
    server.answerWith(json({ errcode, errmsg: 'text' }));
    expect(await login()).toEqual({ ok: false, reason, message: `${errcode} text` });
  });

  test('a code that cannot be one is not sent', async () => {
    server.answerWith(json({ openid: 'o1', session_key: 'k' }));
    for (const code of ['', ' ', 'a b', 'a\n', 'x'.repeat(129), '码']) {
      expect(await login(code)).toMatchObject({ ok: false, reason: 'invalid-code' });
    }
    expect(server.seen).toHaveLength(0);
    await login('a&secret=x');
    expect(new URL(server.seen[0]?.url ?? '', server.baseUrl).searchParams.getAll('secret')).toEqual([
      'sec&ret',
    ]);
  });

  test.each([
    ['a wrong secret', json({ errcode: 40125, errmsg: 'invalid appsecret' }), 'refused'],
    ['no openid', json({ session_key: 'k' }), 'malformed'],
    ['no session key', json({ openid: 'o1' }), 'malformed'],
    ['a list', json([]), 'malformed'],
    ['no JSON', say(200, '<html>'), 'malformed'],
    ['a 5xx', say(502, ''), 'server'],
    ['a cut connection', hangUp, 'network'],
  ])('%s throws, and is tried once: the code may be used up', async (_name, answerer, kind) => {
    server.answerWith(answerer);
    const error: unknown = await login().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(WechatError);
    expect(error).toMatchObject({ kind });
    expect(String(error)).not.toContain('sec&ret');
    expect(server.seen).toHaveLength(1);
  });
});

import { accessTokenSource, type AccessTokenSource } from '../../server/wechat/access-token.ts';
import {
  say,
  startAnsweringServer,
  type Answerer,
  type AnsweringServer,
} from '../builders/answering-server.ts';

let server: AnsweringServer;
beforeAll(async () => {
  server = await startAnsweringServer();
});
afterAll(() => server.stop());

let nowMs = 0;
const source = (): AccessTokenSource => {
  nowMs = Date.parse('2026-11-22T10:00:00+08:00');
  const config = { appId: 'wx1', appSecret: 's1', baseUrl: server.baseUrl, timeoutMs: 2000 };
  return accessTokenSource(config, () => new Date(nowMs));
};

/** Every fetch gives another token: t1, t2 … */
function numbered(expiresIn: number): Answerer {
  return (_request, response) => {
    response.end(JSON.stringify({ access_token: `t${server.seen.length}`, expires_in: expiresIn }));
  };
}

describe('the access token', () => {
  test('is fetched by stable_token without force_refresh', async () => {
    server.answerWith(numbered(7200));
    expect(await source().current()).toBe('t1');
    expect(server.seen[0]).toMatchObject({ method: 'POST', url: '/cgi-bin/stable_token' });
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({
      grant_type: 'client_credential',
      appid: 'wx1',
      secret: 's1',
    });
  });

  test('is kept until five minutes before its end', async () => {
    server.answerWith(numbered(7200));
    const tokens = source();
    await tokens.current();
    nowMs += (7200 - 300) * 1000 - 1;
    expect(await tokens.current()).toBe('t1');
    nowMs += 1;
    expect(await tokens.current()).toBe('t2');
  });

  test('near its end is still kept a moment, never beyond', async () => {
    server.answerWith(numbered(300));
    const tokens = source();
    await tokens.current();
    nowMs += 29_999;
    expect(await tokens.current()).toBe('t1');
    nowMs += 1;
    expect(await tokens.current()).toBe('t2');
    server.answerWith(numbered(10));
    const short = source();
    await short.current();
    nowMs += 10_000;
    expect(await short.current()).toBe('t2');
  });

  test('is fetched once for all who ask at the same time', async () => {
    server.answerWith(numbered(7200));
    const tokens = source();
    const all = await Promise.all(Array.from({ length: 20 }, () => tokens.current()));
    expect(new Set(all)).toEqual(new Set(['t1']));
    expect(server.seen).toHaveLength(1);
  });

  test('a failed fetch is not kept', async () => {
    server.answerWith(
      say(200, '{"errcode":40125,"errmsg":"invalid appsecret"}'),
      say(200, '{}'),
      say(502, ''),
      numbered(7200),
    );
    const tokens = source();
    await expect(tokens.current()).rejects.toMatchObject({ kind: 'refused' });
    await expect(tokens.current()).rejects.toMatchObject({ kind: 'malformed' });
    await expect(tokens.current()).rejects.toMatchObject({ kind: 'server' });
    expect(await tokens.current()).toBe('t4');
  });

  test('a rejected token is renewed once for all who held it', async () => {
    server.answerWith(numbered(7200));
    const tokens = source();
    const old = await tokens.current();
    expect(await Promise.all([tokens.renew(old), tokens.renew(old)])).toEqual(['t2', 't2']);
    expect(await tokens.renew(old)).toBe('t2');
    expect(server.seen).toHaveLength(2);
  });
});

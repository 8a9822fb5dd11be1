import { sendRequest } from '../../server/wechat/http-client.ts';
import { retryIdentical } from '../../server/wechat/retry-identical.ts';
import { WechatError, type WechatErrorKind } from '../../server/wechat/wechat-error.ts';
import {
  hangUp,
  say,
  startAnsweringServer,
  staySilent,
  type AnsweringServer,
} from '../builders/answering-server.ts';

let server: AnsweringServer;
beforeAll(async () => {
  server = await startAnsweringServer();
});
afterAll(() => server.stop());

const get = (changes: { timeoutMs?: number; maxBytes?: number } = {}): ReturnType<typeof sendRequest> =>
  sendRequest({ method: 'GET', url: `${server.baseUrl}/path?secret=hidden`, timeoutMs: 2000, ...changes });

async function errorOf(call: Promise<unknown>): Promise<WechatError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof WechatError)) throw new Error('a WechatError was due');
  return error;
}

async function triesOf(kind: WechatErrorKind, pausesMs: readonly number[]): Promise<number> {
  let tries = 0;
  const call = retryIdentical(async () => {
    tries += 1;
    throw new WechatError(kind, 'trouble');
  }, pausesMs);
  await expect(call).rejects.toThrow('trouble');
  return tries;
}

describe('the HTTP client', () => {
  test('gives status, lower-case headers and raw bytes, for any status', async () => {
    const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x00, 0xff]);
    server.answerWith(say(418, bytes, { 'Wechatpay-Serial': 'A1' }));
    const answer = await get();
    expect(answer.status).toBe(418);
    expect(answer.headers['wechatpay-serial']).toBe('A1');
    expect(answer.body.equals(bytes)).toBe(true);
  });

  test('follows no redirect', async () => {
    server.answerWith(say(302, '', { location: '/other' }), say(200, 'reached'));
    const error = await errorOf(get());
    expect(error).toMatchObject({ kind: 'redirect', retryable: false });
    expect(server.seen).toHaveLength(1);
  });

  test('waits no longer than told, for the headers and for the body', async () => {
    server.answerWith(staySilent);
    expect(await errorOf(get({ timeoutMs: 60 }))).toMatchObject({ kind: 'timeout', retryable: true });
    server.answerWith((_request, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('part');
    });
    expect((await errorOf(get({ timeoutMs: 60 }))).kind).toBe('timeout');
  });

  test('reads no more than told, announced or not', async () => {
    server.answerWith(say(200, 'x'.repeat(100)));
    expect((await get({ maxBytes: 100 })).body).toHaveLength(100);
    expect((await errorOf(get({ maxBytes: 99 }))).kind).toBe('too-large');
    server.answerWith((_request, response) => {
      // Without an end: the limit must cut it off, not the time.
      response.writeHead(200);
      response.write('x'.repeat(200));
    });
    expect((await errorOf(get({ maxBytes: 99 }))).kind).toBe('too-large');
  });

  test('a cut connection and a closed port are network errors', async () => {
    server.answerWith(hangUp);
    expect(await errorOf(get())).toMatchObject({ kind: 'network', retryable: true });
    const closed = await errorOf(sendRequest({ method: 'GET', url: 'http://127.0.0.1:1/', timeoutMs: 2000 }));
    expect(closed.kind).toBe('network');
  });

  test('says where it failed without the query, which holds secrets', async () => {
    server.answerWith(hangUp);
    const { message } = await errorOf(get());
    expect(message).toContain('/path');
    expect(message).not.toContain('hidden');
  });
});

describe('retrying an identical call', () => {
  test('three tries at most, however many pauses', async () => {
    expect(await triesOf('network', [1, 1, 1, 1])).toBe(3);
    expect(await triesOf('timeout', [1, 1])).toBe(3);
    expect(await triesOf('server', [1])).toBe(2);
    expect(await triesOf('busy', [])).toBe(1);
  });

  test('never when the answer settles it or somebody else may have spoken', async () => {
    for (const kind of ['unverifiable', 'malformed', 'refused', 'redirect', 'too-large'] as const) {
      expect(await triesOf(kind, [1, 1])).toBe(1);
    }
  });

  test('a bug of ours is not repeated', async () => {
    let tries = 0;
    const call = retryIdentical(async () => {
      tries += 1;
      throw new TypeError('bug');
    }, [1, 1]);
    await expect(call).rejects.toThrow('bug');
    expect(tries).toBe(1);
  });
});

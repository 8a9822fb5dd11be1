import { WechatError } from './wechat-error.ts';

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** For the whole exchange, the answer's body included. */
  timeoutMs: number;
  /** Decoded bytes of the answer; more is refused. 64 KiB unless told (bills are larger). */
  maxBytes?: number;
}

export interface HttpAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** The bytes as sent, for signatures run over them. */
  body: Buffer;
}

const DEFAULT_MAX_BYTES = 64 * 1024;

/**
 * One HTTP exchange with WeChat over node's own fetch (which keeps connections alive).
 * Never follows redirects, never retries. Any status but 3xx is returned, 5xx included.
 * @throws {WechatError} network, timeout, redirect, too-large
 */
export async function sendRequest(request: HttpRequest): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(request.timeoutMs);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: { 'user-agent': 'xiaopu', ...request.headers },
      ...(request.body === undefined ? {} : { body: request.body }),
      redirect: 'manual',
      signal,
    });
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      throw new WechatError('redirect', `${describe(request)} answered with a redirect (${response.status})`);
    }
    const body = await readBody(response, request);
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  } catch (error) {
    if (error instanceof WechatError) throw error;
    if (signal.aborted) {
      throw new WechatError('timeout', `${describe(request)} gave no answer within ${request.timeoutMs} ms`);
    }
    throw new WechatError('network', `${describe(request)} failed: ${reasonOf(error)}`, { cause: error });
  }
}

async function readBody(response: Response, request: HttpRequest): Promise<Buffer> {
  const maxBytes = request.maxBytes ?? DEFAULT_MAX_BYTES;
  const chunks: Uint8Array[] = [];
  let size = 0;
  // The stream is iterable in node; leaving the loop by an exception cancels it.
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      throw new WechatError('too-large', `${describe(request)} answered with more than ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Without the query: it carries the app secret and login codes. */
function describe(request: HttpRequest): string {
  const { origin, pathname } = new URL(request.url);
  return `${request.method} ${origin}${pathname}`;
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (typeof cause === 'object' && cause !== null && 'code' in cause) return String(cause.code);
  return cause instanceof Error ? cause.message : 'unknown';
}

import { DemoFailure } from './demo-failure.ts';

export interface Sent {
  method: string;
  url: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
}

export interface Answer {
  /** `POST /api/orders`: how a failure names the call. */
  request: string;
  status: number;
  /** The parsed JSON; undefined without a body, the text where it is not JSON. */
  json: unknown;
}

const timeoutMs = 15_000;

/**
 * One HTTP call.
 * @throws {DemoFailure} NO_ANSWER when nothing answers in 15 s
 */
export async function sendRequest({ method, url, headers, body }: Sent): Promise<Answer> {
  const { origin, pathname } = new URL(url);
  const request = `${method} ${pathname}`;
  try {
    const response = await fetch(url, {
      method,
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { request, status: response.status, json: parse(await response.text()) };
  } catch (error) {
    const detail = `${origin} does not answer (${reasonOf(error)}). Is the shop running?`;
    throw new DemoFailure({ code: 'NO_ANSWER', detail, request });
  }
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** fetch hides the reason (ECONNREFUSED …) in the cause; several tried addresses hide it once more. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error.name === 'TimeoutError' ? `no answer within ${timeoutMs / 1000} s` : error.message;
}

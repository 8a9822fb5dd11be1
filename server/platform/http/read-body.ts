import type { Context } from 'koa';
import getRawBody from 'raw-body';
import { fail, type Failure } from '../outcome.ts';

function tooLarge(http: Context): Failure {
  // The rest of an oversized body is never read: the connection ends with this answer.
  http.set('Connection', 'close');
  return fail('PAYLOAD_TOO_LARGE');
}

/**
 * The raw bytes of a request, bounded.
 * @param limit in bytes
 */
export async function readRawBody(
  http: Context,
  limit: number,
): Promise<{ ok: true; value: Buffer } | Failure> {
  try {
    const value = await getRawBody(http.req, { limit, length: http.req.headers['content-length'] ?? null });
    return { ok: true, value };
  } catch (error) {
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
    if (status === 413) return tooLarge(http);
    return fail('MALFORMED_REQUEST');
  }
}

/** The JSON body of a request. An absent body is `undefined`, so that the schema can say what is missing. */
export async function readJsonBody(
  http: Context,
  limit: number,
): Promise<{ ok: true; value: unknown } | Failure> {
  const raw = await readRawBody(http, limit);
  if (!raw.ok) return raw;
  if (raw.value.length === 0) return { ok: true, value: undefined };
  if (http.request.type !== 'application/json') return fail('UNSUPPORTED_MEDIA_TYPE');
  try {
    const decoded = new TextDecoder('utf-8', { fatal: true }).decode(raw.value);
    return { ok: true, value: JSON.parse(decoded) };
  } catch {
    return fail('MALFORMED_JSON');
  }
}

import { z } from 'zod';
import { sendRequest, type HttpAnswer } from '../../http-client.ts';
import { nonce } from '../../nonce.ts';
import { retryIdentical } from '../../retry-identical.ts';
import { WechatError } from '../../wechat-error.ts';
import { isBusy } from '../refusals.ts';
import { authorization, type MerchantSigner } from './authorization.ts';
import { parseJson } from '../../parse-json.ts';
import type { PlatformKeySource } from './platform-keys.ts';
import { verifyMessage } from './verify-message.ts';

export interface V3Caller {
  baseUrl: string;
  timeoutMs: number;
  retryPausesMs: readonly number[] | undefined;
  signer: MerchantSigner;
  platformKeys: PlatformKeySource;
  /** In public-key mode: the key we ask WeChat to answer with. */
  publicKeyId: string | undefined;
  clock: () => Date;
}

export interface V3Call {
  method: 'GET' | 'POST';
  /** With its query. */
  path: string;
  body?: unknown;
}

export type V3Answer = { ok: true; data: unknown } | { ok: false; code: string; message: string };

const refusalShape = z.object({ code: z.string().min(1), message: z.string().optional() });

/**
 * A signed call of v3 and its verified answer. Sent again, signed anew but otherwise the
 * same, when WeChat's side fails; so only for calls that may arrive twice.
 * @throws {WechatError} when the outcome is unknown or the answer cannot be trusted
 */
export async function callV3(caller: V3Caller, call: V3Call): Promise<V3Answer> {
  const body = call.body === undefined ? '' : JSON.stringify(call.body);
  return retryIdentical(
    async () => readAnswer(caller, call, await send(caller, call, body)),
    caller.retryPausesMs,
  );
}

function send(caller: V3Caller, call: V3Call, body: string): Promise<HttpAnswer> {
  // As fetch will write it, since the signature is over the path as sent.
  const url = new URL(caller.baseUrl + call.path).href;
  const timestamp = String(Math.floor(caller.clock().getTime() / 1000));
  const parts = { method: call.method, url, timestamp, nonce: nonce(), body };
  return sendRequest({
    method: call.method,
    url,
    headers: {
      accept: 'application/json',
      authorization: authorization(parts, caller.signer),
      ...(body === '' ? {} : { 'content-type': 'application/json' }),
      ...(caller.publicKeyId === undefined ? {} : { 'wechatpay-serial': caller.publicKeyId }),
    },
    ...(body === '' ? {} : { body }),
    timeoutMs: caller.timeoutMs,
  });
}

function readAnswer(caller: V3Caller, call: V3Call, answer: HttpAnswer): V3Answer {
  const { pathname } = new URL(caller.baseUrl + call.path);
  const label = `${call.method} ${pathname}`;
  // Often a proxy's own page, unsigned; it says nothing about the order whoever sent it.
  if (answer.status >= 500) throw new WechatError('server', `${label} answered ${answer.status}`);

  const data = answer.body.length === 0 ? undefined : parseJson(answer.body);
  const refusal = refusalShape.safeParse(data);
  const verification = verifyMessage(answer, caller.platformKeys, caller.clock());
  if (!verification.ok) {
    // The claimed code helps whoever set the keys up wrongly; nothing is decided by it.
    const claim = refusal.success ? `, claims ${refusal.data.code}` : '';
    throw new WechatError(
      'unverifiable',
      `${label} answered ${answer.status}${claim}: ${verification.message}`,
    );
  }
  if (answer.status === 202) throw new WechatError('busy', `${label} answered 202: ask again`);
  if (answer.status === 204) return { ok: true, data: undefined };
  if (answer.status === 200) {
    if (data === undefined) throw new WechatError('malformed', `${label} answered no JSON`);
    return { ok: true, data };
  }
  if (!refusal.success)
    throw new WechatError('malformed', `${label} answered ${answer.status} without a code`);
  const { code, message = '' } = refusal.data;
  if (isBusy(code)) throw new WechatError('busy', `${label}: ${code} ${message}`);
  // Too many calls is no verdict on the order.
  if (answer.status === 401 || answer.status === 429) {
    throw new WechatError('refused', `${label} answered ${answer.status}: ${code} ${message}`);
  }
  return { ok: false, code, message };
}

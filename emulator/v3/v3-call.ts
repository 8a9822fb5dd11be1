import type { Context } from 'koa';
import type { FaultPoint } from '../fault/fault-actions.ts';
import { runWithFault } from '../fault/run-with-fault.ts';
import { hangUp } from '../http/hang-up.ts';
import { parseJson } from '../http/parse-json.ts';
import { readBody } from '../http/read-body.ts';
import { randomText } from '../random-text.ts';
import { linesToSign, signV3 } from '../signature/v3-signature.ts';
import type { World } from '../world.ts';
import { admitRequest } from './admit-request.ts';
import { paramError, systemError, type V3Outcome } from './v3-outcome.ts';

export interface V3Request {
  /** Variables of the path, decoded. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** The parsed JSON object of a POST; undefined for GET. */
  body: unknown;
}

/** One call of the JSON interface: all it adds to the transport. */
export interface V3Call {
  method: 'get' | 'post';
  path: string;
  faultPoint: Exclude<FaultPoint, 'notify'>;
  /** The order a request speaks of, so that faults can be aimed. */
  outTradeNo(request: V3Request): string | undefined;
  run(world: World, request: V3Request): V3Outcome;
}

/** Answers a v3 call over HTTP; every answer is signed, refusals and 204 too. */
export async function answerV3(ctx: Context, world: World, call: V3Call): Promise<void> {
  const body = await readBody(ctx.req);
  const outcome = await outcomeOf(ctx, world, call, body);
  if (outcome === undefined) hangUp(ctx);
  else sendSigned(ctx, world, outcome);
}

async function outcomeOf(
  ctx: Context,
  world: World,
  call: V3Call,
  body: Buffer | undefined,
): Promise<V3Outcome | undefined> {
  if (body === undefined) return paramError('请求体过大', '/', 'body');
  const wire = { method: ctx.method, url: ctx.req.url ?? '', authorization: ctx.get('authorization'), body };
  const refused = admitRequest(world, wire);
  if (refused !== undefined) return refused;
  const json = call.method === 'post' ? readObject(body) : undefined;
  if (call.method === 'post' && json === undefined)
    return paramError('请求体不是合法的JSON对象', '/', 'body');

  const params = ctx['params'] as Record<string, string>;
  const request = { params, query: new URLSearchParams(ctx.querystring), body: json };
  const fault = world.faults.strikeCall(call.faultPoint, { outTradeNo: call.outTradeNo(request), api: 'v3' });
  return runWithFault(fault, () => call.run(world, request), systemError);
}

function readObject(body: Buffer): object | undefined {
  const value = parseJson(body);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

/** Sends an outcome under the key the request asked for. */
export function sendSigned(ctx: Context, world: World, outcome: V3Outcome): void {
  const text = bodyText(outcome);
  const timestamp = String(Math.floor(world.clock.now() / 1000));
  const nonce = randomText(32);
  const key = world.merchant.platformKey(ctx.get('wechatpay-serial'));
  ctx.set({
    'Request-ID': `08${randomText(30, 'hex').toUpperCase()}-${outcome.ok ? 0 : outcome.errorNo}`,
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': key.id,
    'Wechatpay-Signature': signV3(linesToSign(timestamp, nonce, text), key.privateKey),
    'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
  });
  ctx.status = outcome.status;
  if (text === '') return;
  ctx.type = 'application/json; charset=utf-8';
  ctx.body = Buffer.from(text);
}

function bodyText(outcome: V3Outcome): string {
  if (!outcome.ok) {
    const { code, message, detail } = outcome;
    return JSON.stringify({ code, message, ...(detail === undefined ? {} : { detail }) });
  }
  return outcome.status === 204 ? '' : JSON.stringify(outcome.body);
}

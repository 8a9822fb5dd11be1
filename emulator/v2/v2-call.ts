import { isUtf8 } from 'node:buffer';
import type { Context } from 'koa';
import type { FaultPoint } from '../fault/fault-actions.ts';
import { runWithFault } from '../fault/run-with-fault.ts';
import { readBody } from '../http/read-body.ts';
import { hangUp } from '../http/hang-up.ts';
import { randomText } from '../random-text.ts';
import { signV2, v2SignatureFits, type SignType, type V2Fields } from '../signature/v2-signature.ts';
import type { World } from '../world.ts';
import { readXml } from '../xml/read-xml.ts';
import { writeXml } from '../xml/write-xml.ts';
import { refuse, type V2Outcome } from './v2-outcome.ts';

/** One call of the XML interface: all it adds to the transport. Empty fields have been dropped. */
export interface V2Call {
  path: string;
  faultPoint: Exclude<FaultPoint, 'notify'>;
  run(world: World, fields: V2Fields, signType: SignType): V2Outcome;
}

type Admission =
  { ok: true; fields: V2Fields; signType: SignType } | { ok: false; code: string; message: string };

/** Answers a v2 call over HTTP: status 200 whatever happens, the truth is in the XML. */
export async function answerV2(ctx: Context, world: World, call: V2Call): Promise<void> {
  const admission = admit(world, ctx.method, await readBody(ctx.req));
  ctx.type = 'text/xml; charset=utf-8';
  if (!admission.ok) {
    // Nobody is known to share a key with, so nothing can be signed.
    const { code, message } = admission;
    ctx.body = writeXml({ return_code: 'FAIL', return_msg: message, err_code: code, err_code_des: message });
    return;
  }
  const { fields, signType } = admission;
  const fault = world.faults.strikeCall(call.faultPoint, { outTradeNo: fields['out_trade_no'], api: 'v2' });
  const outcome = await runWithFault<V2Outcome>(
    fault,
    () => rightAppId(world, fields) ?? call.run(world, fields, signType),
    () => refuse('SYSTEMERROR', '系统错误'),
  );
  if (outcome === undefined) hangUp(ctx);
  else ctx.body = signedAnswer(world, outcome, signType);
}

const fail = (code: string, message: string): Admission => ({ ok: false, code, message });

function admit(world: World, method: string, body: Buffer | undefined): Admission {
  if (method !== 'POST') return fail('REQUIRE_POST_METHOD', '请使用post方法');
  if (body === undefined) return fail('XML_FORMAT_ERROR', 'XML过大');
  if (body.length === 0) return fail('POST_DATA_EMPTY', 'post数据为空');
  if (!isUtf8(body)) return fail('NOT_UTF8', '编码格式错误');
  const all = readXml(body.toString('utf8'));
  if (all === undefined) return fail('XML_FORMAT_ERROR', 'XML格式错误');

  const { mchId, v2Key } = world.merchant.credentials;
  if (!all['mch_id']) return fail('LACK_PARAMS', '缺少参数mch_id');
  if (all['mch_id'] !== mchId) return fail('MCHID_NOT_EXIST', 'MCHID不存在');
  const signType = all['sign_type'] || 'MD5';
  if (signType !== 'MD5' && signType !== 'HMAC-SHA256') return fail('SIGNERROR', '签名类型错误');
  if (!v2SignatureFits(all, v2Key, signType)) return fail('SIGNERROR', '签名错误');
  const fields = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
  return { ok: true, fields, signType };
}

function rightAppId(world: World, fields: V2Fields): V2Outcome | undefined {
  const appId = fields['appid'];
  if (appId === undefined) return refuse('LACK_PARAMS', '缺少参数appid');
  if (appId === world.merchant.credentials.appId) return undefined;
  return /^wx[0-9a-f]{16}$/.test(appId)
    ? refuse('APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配')
    : refuse('APPID_NOT_EXIST', 'APPID不存在');
}

function signedAnswer(world: World, outcome: V2Outcome, signType: SignType): string {
  const { appId, mchId, v2Key } = world.merchant.credentials;
  const fields: Record<string, string | number> = {
    return_code: 'SUCCESS',
    return_msg: 'OK',
    appid: appId,
    mch_id: mchId,
    nonce_str: randomText(16),
    result_code: outcome.ok ? 'SUCCESS' : 'FAIL',
    ...(outcome.ok ? outcome.fields : { err_code: outcome.errCode, err_code_des: outcome.errCodeDes }),
  };
  const texts = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
  return writeXml({ ...fields, sign: signV2(texts, v2Key, signType) });
}

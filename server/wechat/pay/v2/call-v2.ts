import { sendRequest } from '../../http-client.ts';
import { nonce } from '../../nonce.ts';
import { retryIdentical } from '../../retry-identical.ts';
import { WechatError } from '../../wechat-error.ts';
import { isBusy } from '../refusals.ts';
import type { V2Config } from '../wechat-pay-config.ts';
import { buildXml } from './build-xml.ts';
import { parseXml } from './parse-xml.ts';
import { hasValidSign, sign } from './sign.ts';

export type V2Answer =
  { ok: true; fields: Record<string, string> } | { ok: false; code: string; message: string };

/**
 * A signed call of v2 and its verified answer. Sent again, with a fresh nonce but the same
 * parameters, when WeChat's side fails; so only for calls that may arrive twice.
 * @param path such as `/pay/orderquery`
 * @throws {WechatError} when the outcome is unknown or the answer cannot be trusted
 */
export async function callV2(
  config: V2Config,
  path: string,
  parameters: Record<string, string>,
): Promise<V2Answer> {
  return retryIdentical(async () => {
    const answer = await sendRequest({
      method: 'POST',
      url: config.baseUrl + path,
      headers: { 'content-type': 'text/xml; charset=utf-8', accept: 'text/xml' },
      body: signedXml(config, parameters),
      timeoutMs: config.timeoutMs,
    });
    if (answer.status >= 500) throw new WechatError('server', `${path} answered ${answer.status}`);
    if (answer.status !== 200) throw new WechatError('malformed', `${path} answered ${answer.status}`);
    return readAnswer(config, path, answer.body);
  }, config.retryPausesMs);
}

function signedXml(config: V2Config, parameters: Record<string, string>): string {
  const fields: Record<string, string> = {
    ...parameters,
    appid: config.appId,
    mch_id: config.mchId,
    nonce_str: nonce(),
    sign_type: config.v2SignType,
  };
  return buildXml({ ...fields, sign: sign(fields, config.v2Key, config.v2SignType) });
}

function readAnswer(config: V2Config, path: string, body: Buffer): V2Answer {
  const parsed = parseXml(body);
  if (!parsed.ok) throw new WechatError('malformed', `${path} answered no proper XML: ${parsed.message}`);
  const { fields } = parsed;
  // Such an answer carries no signature: it may be logged, but nothing may be decided by it.
  if (fields['return_code'] !== 'SUCCESS') {
    const message = `${path}: ${fields['return_msg'] ?? 'no return_code'} ${fields['err_code'] ?? ''}`.trim();
    throw new WechatError(
      isBusy(fields['err_code'] ?? fields['return_msg'] ?? '') ? 'busy' : 'refused',
      message,
    );
  }
  if (!hasValidSign(fields, config.v2Key, config.v2SignType)) {
    throw new WechatError('unverifiable', `${path}: the answer's signature is wrong`);
  }
  if (fields['appid'] !== config.appId || fields['mch_id'] !== config.mchId) {
    throw new WechatError('unverifiable', `${path}: the answer is for another app or merchant`);
  }
  if (fields['result_code'] === 'SUCCESS') return { ok: true, fields };
  const code = fields['err_code'] ?? '';
  const message = fields['err_code_des'] ?? '';
  if (fields['result_code'] !== 'FAIL' || code === '')
    throw new WechatError('malformed', `${path}: no result_code`);
  if (isBusy(code)) throw new WechatError('busy', `${path}: ${code} ${message}`);
  return { ok: false, code, message };
}

import { createPrivateKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { toRfc3339Beijing } from '../../beijing-time.ts';
import { nonce } from '../../nonce.ts';
import { WechatError } from '../../wechat-error.ts';
import { checkOutTradeNo, checkPrepayRequest } from '../check-prepay-request.ts';
import { fitDescription } from '../fit-description.ts';
import type {
  CloseResult,
  NoticeAnswer,
  PaymentGateway,
  PrepayRequest,
  PrepayResult,
  QueryResult,
} from '../payment-gateway.ts';
import { closeResultOf, isUnknownOrder, prepayRefusal } from '../refusals.ts';
import type { V3Config } from '../wechat-pay-config.ts';
import { callV3, type V3Caller } from './call-v3.ts';
import { v3PaySign } from './pay-sign.ts';
import { staticPlatformKeys, type PlatformKeySource } from './platform-keys.ts';
import { readV3Notice } from './read-notice.ts';
import { v3TradeReport } from './trade-report.ts';

const jsapiAnswer = z.object({ prepay_id: z.string().min(1) });
const nativeAnswer = z.object({ code_url: z.string().min(1) });

/**
 * WeChat Pay by its v3 interface (JSON, RSA).
 * @param platformKeys where WeChat's keys come from; the configured ones unless told
 * @throws {TypeError} for keys that cannot be used
 */
export function v3Gateway(
  config: V3Config,
  clock: () => Date,
  platformKeys: PlatformKeySource = staticPlatformKeys(config.platformKeys),
): PaymentGateway {
  const { appId, mchId, v3Key } = config;
  const key = readMerchantKey(config.mchPrivateKeyPem);
  const caller: V3Caller = {
    baseUrl: config.baseUrl,
    timeoutMs: config.timeoutMs,
    retryPausesMs: config.retryPausesMs,
    signer: { mchId, serial: config.mchSerial, key },
    platformKeys,
    publicKeyId: config.platformKeys.find(({ id }) => id.startsWith('PUB_KEY_ID_'))?.id,
    clock,
  };
  return {
    api: 'v3',
    prepay: (request) => prepay(config, caller, request),
    jsapiParameters: (prepayId) => {
      const timeStamp = String(Math.floor(clock().getTime() / 1000));
      return v3PaySign({ appId, timeStamp, nonceStr: nonce(), prepayId, key });
    },
    query: (outTradeNo) => query(config, caller, outTradeNo),
    close: (outTradeNo) => close(config, caller, outTradeNo),
    readNotice: (notice) => readV3Notice({ appId, mchId, v3Key, platformKeys }, notice, clock()),
    acknowledge,
  };
}

async function prepay(config: V3Config, caller: V3Caller, request: PrepayRequest): Promise<PrepayResult> {
  checkPrepayRequest(request);
  const path = `/v3/pay/transactions/${request.tradeType === 'JSAPI' ? 'jsapi' : 'native'}`;
  const body = {
    appid: config.appId,
    mchid: config.mchId,
    description: fitDescription(request.description),
    out_trade_no: request.outTradeNo,
    time_expire: toRfc3339Beijing(request.expiresAt),
    notify_url: request.notifyUrl,
    amount: { total: request.amountFen, currency: 'CNY' },
    ...(request.tradeType === 'JSAPI' ? { payer: { openid: request.openid } } : {}),
    scene_info: { payer_client_ip: request.payerIp },
  };
  const answer = await callV3(caller, { method: 'POST', path, body });
  if (!answer.ok) {
    const { code, message } = answer;
    return { ok: false, reason: prepayRefusal(code, message), wechatCode: code, message };
  }
  if (request.tradeType === 'JSAPI') {
    const jsapi = jsapiAnswer.safeParse(answer.data);
    if (jsapi.success) return { ok: true, tradeType: 'JSAPI', prepayId: jsapi.data.prepay_id };
  } else {
    const native = nativeAnswer.safeParse(answer.data);
    if (native.success) return { ok: true, tradeType: 'NATIVE', codeUrl: native.data.code_url };
  }
  throw new WechatError('malformed', `${path}: nothing to pay with`);
}

async function query(config: V3Config, caller: V3Caller, outTradeNo: string): Promise<QueryResult> {
  const path = `${orderPath(outTradeNo)}?mchid=${encodeURIComponent(config.mchId)}`;
  const answer = await callV3(caller, { method: 'GET', path });
  if (!answer.ok) {
    if (isUnknownOrder(answer.code)) return { ok: false, reason: 'not-found' };
    throw new WechatError('refused', `query: ${answer.code} ${answer.message}`);
  }
  const trade = v3TradeReport(answer.data);
  if (trade === undefined) throw new WechatError('malformed', 'query: the trade is incomplete');
  // A signed answer about another order is no answer to this question.
  if (trade.outTradeNo !== outTradeNo || trade.appId !== config.appId || trade.mchId !== config.mchId) {
    throw new WechatError('unverifiable', 'query: the answer is about another order');
  }
  return { ok: true, trade };
}

async function close(config: V3Config, caller: V3Caller, outTradeNo: string): Promise<CloseResult> {
  const path = `${orderPath(outTradeNo)}/close`;
  const answer = await callV3(caller, { method: 'POST', path, body: { mchid: config.mchId } });
  return answer.ok ? { ok: true } : closeResultOf(answer.code, answer.message);
}

function orderPath(outTradeNo: string): string {
  checkOutTradeNo(outTradeNo);
  return `/v3/pay/transactions/out-trade-no/${encodeURIComponent(outTradeNo)}`;
}

/** v3 reads the status: 2xx is heard, everything else is sent again. */
function acknowledge(accepted: boolean, message?: string): NoticeAnswer {
  const body = accepted ? { code: 'SUCCESS', message: '成功' } : { code: 'FAIL', message: message ?? '失败' };
  return {
    status: accepted ? 200 : 500,
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify(body),
  };
}

function readMerchantKey(pem: string): KeyObject {
  const key = createPrivateKey(pem);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < 2048)
    throw new TypeError('mchPrivateKeyPem must be RSA, 2048 bits or more');
  return key;
}

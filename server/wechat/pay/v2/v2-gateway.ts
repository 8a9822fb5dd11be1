import { toCompactBeijing } from '../../beijing-time.ts';
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
import { toTradeState } from '../trade-state.ts';
import type { V2Config } from '../wechat-pay-config.ts';
import { buildXml } from './build-xml.ts';
import { callV2 } from './call-v2.ts';
import { v2PaySign } from './pay-sign.ts';
import { readV2Notice } from './read-notice.ts';
import { v2TradeReport } from './trade-report.ts';

/** WeChat Pay by its v2 interface (XML, MD5 or HMAC-SHA256). */
export function v2Gateway(config: V2Config, clock: () => Date): PaymentGateway {
  return {
    api: 'v2',
    prepay: (request) => prepay(config, request),
    jsapiParameters: (prepayId) =>
      v2PaySign({
        appId: config.appId,
        timeStamp: String(Math.floor(clock().getTime() / 1000)),
        nonceStr: nonce(),
        prepayId,
        key: config.v2Key,
        signType: config.v2SignType,
      }),
    query: (outTradeNo) => query(config, outTradeNo),
    close: (outTradeNo) => close(config, outTradeNo),
    readNotice: (notice) => readV2Notice(config, notice),
    acknowledge,
  };
}

async function prepay(config: V2Config, request: PrepayRequest): Promise<PrepayResult> {
  checkPrepayRequest(request);
  const answer = await callV2(config, '/pay/unifiedorder', {
    body: fitDescription(request.description),
    out_trade_no: request.outTradeNo,
    total_fee: String(request.amountFen),
    fee_type: 'CNY',
    spbill_create_ip: request.payerIp,
    // No time_start: it would differ from one repeat to the next.
    time_expire: toCompactBeijing(request.expiresAt),
    notify_url: request.notifyUrl,
    trade_type: request.tradeType,
    ...payer(request),
  });
  if (!answer.ok) {
    const { code, message } = answer;
    return { ok: false, reason: prepayRefusal(code, message), wechatCode: code, message };
  }
  const { prepay_id: prepayId, code_url: codeUrl } = answer.fields;
  if (request.tradeType === 'JSAPI' && prepayId) return { ok: true, tradeType: 'JSAPI', prepayId };
  if (request.tradeType === 'NATIVE' && codeUrl) return { ok: true, tradeType: 'NATIVE', codeUrl };
  throw new WechatError('malformed', `/pay/unifiedorder: nothing to pay ${request.tradeType} with`);
}

function payer(request: PrepayRequest): Record<string, string> {
  if (request.tradeType === 'JSAPI') return { openid: request.openid ?? '' };
  const productId = request.productId ?? '';
  if (!/^[\x21-\x7e]{1,32}$/.test(productId))
    throw new TypeError('NATIVE needs a productId of 1 to 32 characters');
  return { product_id: productId };
}

async function query(config: V2Config, outTradeNo: string): Promise<QueryResult> {
  checkOutTradeNo(outTradeNo);
  const answer = await callV2(config, '/pay/orderquery', { out_trade_no: outTradeNo });
  if (!answer.ok) {
    if (isUnknownOrder(answer.code)) return { ok: false, reason: 'not-found' };
    throw new WechatError('refused', `/pay/orderquery: ${answer.code} ${answer.message}`);
  }
  const { fields } = answer;
  // A signed answer about another order is no answer to this question.
  if (fields['out_trade_no'] !== outTradeNo) {
    throw new WechatError('unverifiable', '/pay/orderquery: the answer is about another order');
  }
  const tradeState = toTradeState(fields['trade_state'] ?? '');
  const trade = fields['trade_state'] ? v2TradeReport(fields, tradeState) : undefined;
  if (trade === undefined) throw new WechatError('malformed', '/pay/orderquery: the trade is incomplete');
  return { ok: true, trade };
}

async function close(config: V2Config, outTradeNo: string): Promise<CloseResult> {
  checkOutTradeNo(outTradeNo);
  const answer = await callV2(config, '/pay/closeorder', { out_trade_no: outTradeNo });
  return answer.ok ? { ok: true } : closeResultOf(answer.code, answer.message);
}

/** v2 reads the XML, not the status: whatever is not this SUCCESS is sent again. */
function acknowledge(accepted: boolean, message?: string): NoticeAnswer {
  const body = accepted
    ? buildXml({ return_code: 'SUCCESS', return_msg: 'OK' })
    : buildXml({ return_code: 'FAIL', return_msg: fitDescription(message ?? 'ERROR') });
  return { status: 200, contentType: 'text/xml; charset=utf-8', body };
}

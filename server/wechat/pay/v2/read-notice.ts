import type { NoticeRefusal, NoticeResult, RawNotice } from '../payment-gateway.ts';
import type { V2Config } from '../wechat-pay-config.ts';
import { parseXml } from './parse-xml.ts';
import { hasValidSign } from './sign.ts';
import { v2TradeReport } from './trade-report.ts';

/**
 * Reads a v2 payment notification. It is verified with the configured algorithm over all
 * fields, known or not. v2 numbers its notifications in no way, so the transaction's own
 * number stands for it: repeats share it, and there is one success per transaction.
 */
export function readV2Notice(config: V2Config, notice: RawNotice): NoticeResult {
  const parsed = parseXml(notice.body);
  if (!parsed.ok) return refuse('malformed', parsed.message);
  const { fields } = parsed;
  if (!hasValidSign(fields, config.v2Key, config.v2SignType))
    return refuse('signature', 'sign is missing or wrong');
  if (fields['appid'] !== config.appId || fields['mch_id'] !== config.mchId) {
    return refuse('not-ours', 'appid or mch_id of somebody else');
  }
  // An ordinary notification has no trade_state and is sent for successes only.
  const states = [fields['return_code'], fields['result_code'], fields['trade_state'] || 'SUCCESS'];
  if (states.some((state) => state !== 'SUCCESS')) return refuse('not-a-payment', 'it tells of no success');
  const trade = v2TradeReport(fields, 'SUCCESS');
  if (trade?.transactionId === undefined) return refuse('malformed', 'a payment without its numbers');
  return { ok: true, noticeId: trade.transactionId, trade };
}

function refuse(reason: NoticeRefusal, message: string): NoticeResult {
  return { ok: false, reason, message };
}

import type { NoticeRefusal, NoticeResult, RawNotice } from '../payment-gateway.ts';
import { openNotice, type NoticeKeys } from './open-notice.ts';
import { v3TradeReport } from './trade-report.ts';

const PAYMENT_EVENTS: ReadonlySet<string> = new Set(['TRANSACTION.SUCCESS']);

export interface NoticeReader extends NoticeKeys {
  appId: string;
  mchId: string;
}

/** Reads a v3 payment notification: verified, opened, and ours; only TRANSACTION.SUCCESS is one. */
export function readV3Notice(reader: NoticeReader, notice: RawNotice, now: Date): NoticeResult {
  const opened = openNotice(notice, reader, PAYMENT_EVENTS, now);
  if (!opened.ok) return opened;
  const trade = v3TradeReport(opened.resource);
  if (trade === undefined) return refuse('malformed', 'not the shape of a transaction');
  if (trade.appId !== reader.appId || trade.mchId !== reader.mchId) {
    return refuse('not-ours', 'appid or mchid of somebody else');
  }
  if (trade.tradeState !== 'SUCCESS') return refuse('not-a-payment', `trade_state ${trade.tradeState}`);
  return { ok: true, noticeId: opened.noticeId, trade };
}

function refuse(reason: NoticeRefusal, message: string): NoticeResult {
  return { ok: false, reason, message };
}

import { randomInt } from 'node:crypto';
import { toCompactBeijing, toRfc3339Beijing } from '../../server/wechat/beijing-time.ts';
import type { RawNotice } from '../../server/wechat/pay/payment-gateway.ts';
import type { TestShop } from '../setup/start-test-shop.ts';
import type { ApiAnswer } from './call-api.ts';
import { anEnvelope, aV2Notice, aV3Notice, v3Transaction } from './wechat-notices.ts';
import { appId, mchId } from './wechat-party.ts';

export interface PaidTrade {
  paymentNo: string;
  amountFen: number;
  currency?: string;
  transactionId?: string;
  appId?: string;
  mchId?: string;
  /** v3's event id; a repeat has the same. */
  noticeId?: string;
  /** When v3 signed it, if not now. */
  signedAt?: Date;
}

/** A number as WeChat gives to a transaction. */
export function aTransactionId(): string {
  const digits = Array.from({ length: 18 }, () => randomInt(10)).join('');
  return `4200000000${digits}`;
}

/** A notification of a success, truly signed by the known merchant's WeChat, whatever it says. */
export function paidNotice(at: TestShop, trade: PaidTrade): RawNotice {
  const { paymentNo, amountFen, currency = 'CNY', transactionId = aTransactionId() } = trade;
  const now = at.clock.now();
  if (at.shop.config.WECHAT_PAY_API === 'v2') {
    const fields = {
      appid: trade.appId ?? appId,
      mch_id: trade.mchId ?? mchId,
      out_trade_no: paymentNo,
      total_fee: String(amountFen),
      cash_fee: String(amountFen),
      fee_type: currency,
      transaction_id: transactionId,
      time_end: toCompactBeijing(now),
    };
    return aV2Notice(fields, 'HMAC-SHA256');
  }
  const transaction = {
    ...v3Transaction,
    appid: trade.appId ?? appId,
    mchid: trade.mchId ?? mchId,
    out_trade_no: paymentNo,
    transaction_id: transactionId,
    success_time: toRfc3339Beijing(now),
    amount: { total: amountFen, payer_total: amountFen, currency, payer_currency: currency },
  };
  const id = trade.noticeId ?? `EV-${aTransactionId()}`;
  return aV3Notice(anEnvelope(transaction, { id }), { at: trade.signedAt ?? now });
}

/** Delivers a notification as WeChat does. */
export function deliver(at: TestShop, notice: RawNotice): Promise<ApiAnswer> {
  const { 'content-type': type, ...others } = notice.headers;
  const given = Object.entries({ ...others, 'Content-Type': type });
  const headers = Object.fromEntries(given.flatMap(([name, value]) => (value ? [[name, value]] : [])));
  const path = `/wechat/pay/${at.shop.config.WECHAT_PAY_API}/notify`;
  return at.call('POST', path, { raw: notice.body, headers });
}

/** Whether WeChat would take this for "heard, do not send again". */
export function isAcknowledged(at: TestShop, { status, text }: ApiAnswer): boolean {
  if (at.shop.config.WECHAT_PAY_API === 'v3') return status === 200 || status === 204;
  return status === 200 && /<return_code>(<!\[CDATA\[)?SUCCESS/.test(text);
}

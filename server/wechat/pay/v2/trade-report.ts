import { fromCompactBeijing } from '../../beijing-time.ts';
import type { TradeReport, TradeState } from '../payment-gateway.ts';
import { isPaidState } from '../trade-state.ts';

const FEN = /^(?:0|[1-9]\d{0,14})$/;

/**
 * What verified v2 fields say of a trade. Undefined when something the state calls for is
 * missing or no such value: better asked again than guessed.
 */
export function v2TradeReport(
  fields: Readonly<Record<string, string>>,
  tradeState: TradeState,
): TradeReport | undefined {
  const { out_trade_no: outTradeNo, appid: appId, mch_id: mchId } = fields;
  if (!outTradeNo || !appId || !mchId) return undefined;
  const total = fields['total_fee'] ?? '';
  const paidAt = fields['time_end'] ? fromCompactBeijing(fields['time_end']) : undefined;
  if (total !== '' && !FEN.test(total)) return undefined;
  if (fields['time_end'] && paidAt === undefined) return undefined;
  if (isPaidState(tradeState) && (total === '' || !fields['transaction_id'])) return undefined;
  return {
    outTradeNo,
    tradeState,
    appId,
    mchId,
    currency: fields['fee_type'] || 'CNY',
    ...(fields['transaction_id'] ? { transactionId: fields['transaction_id'] } : {}),
    ...(total === '' ? {} : { amountFen: Number(total) }),
    ...(fields['openid'] ? { openid: fields['openid'] } : {}),
    ...(fields['trade_type'] ? { tradeType: fields['trade_type'] } : {}),
    ...(fields['bank_type'] ? { bankType: fields['bank_type'] } : {}),
    ...(paidAt === undefined ? {} : { paidAt }),
  };
}

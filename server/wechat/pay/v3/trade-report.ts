import { z } from 'zod';
import { fromRfc3339 } from '../../beijing-time.ts';
import type { TradeReport } from '../payment-gateway.ts';
import { isPaidState, toTradeState } from '../trade-state.ts';

const transaction = z.object({
  appid: z.string().min(1),
  mchid: z.string().min(1),
  out_trade_no: z.string().min(1),
  trade_state: z.string().min(1),
  transaction_id: z.string().optional(),
  trade_type: z.string().optional(),
  bank_type: z.string().optional(),
  success_time: z.string().optional(),
  payer: z.object({ openid: z.string().optional() }).optional(),
  amount: z.object({ total: z.int().nonnegative().optional(), currency: z.string().optional() }).optional(),
});

/**
 * What a verified v3 transaction (query answer or opened notification) says of a trade.
 * Undefined when something the state calls for is missing or of another kind.
 */
export function v3TradeReport(value: unknown): TradeReport | undefined {
  const parsed = transaction.safeParse(value);
  if (!parsed.success) return undefined;
  const { data } = parsed;
  const tradeState = toTradeState(data.trade_state);
  const paidAt = data.success_time ? fromRfc3339(data.success_time) : undefined;
  if (data.success_time && paidAt === undefined) return undefined;
  if (isPaidState(tradeState) && (data.amount?.total === undefined || !data.transaction_id)) return undefined;
  return {
    outTradeNo: data.out_trade_no,
    tradeState,
    appId: data.appid,
    mchId: data.mchid,
    currency: data.amount?.currency || 'CNY',
    ...(data.transaction_id ? { transactionId: data.transaction_id } : {}),
    ...(data.amount?.total === undefined ? {} : { amountFen: data.amount.total }),
    ...(data.payer?.openid ? { openid: data.payer.openid } : {}),
    ...(data.trade_type ? { tradeType: data.trade_type } : {}),
    ...(data.bank_type ? { bankType: data.bank_type } : {}),
    ...(paidAt === undefined ? {} : { paidAt }),
  };
}

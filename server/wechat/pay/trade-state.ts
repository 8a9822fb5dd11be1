import type { TradeState } from './payment-gateway.ts';

const STATES: ReadonlySet<string> = new Set<TradeState>([
  'SUCCESS',
  'REFUND',
  'NOTPAY',
  'CLOSED',
  'REVOKED',
  'USERPAYING',
  'PAYERROR',
  'ACCEPT',
]);

/** WeChat's word, or UNKNOWN for one it has added since. */
export function toTradeState(word: string): TradeState {
  return isTradeState(word) ? word : 'UNKNOWN';
}

/** States in which money has been taken, so number and amount must be there. */
export function isPaidState(state: TradeState): boolean {
  return state === 'SUCCESS' || state === 'REFUND';
}

function isTradeState(word: string): word is TradeState {
  return STATES.has(word);
}

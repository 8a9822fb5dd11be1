export type PaymentAttemptState = 'pending' | 'paid' | 'closed' | 'failed';
export type PaymentEvent = 'succeed' | 'close' | 'fail';

/**
 * The life of one payment attempt. Money can come for an attempt we hold for closed or failed (WeChat took it
 * in the moment of closing): that is recorded as paid, and `applied` says whether it paid the order.
 */
export const paymentLifecycle: Readonly<
  Record<PaymentAttemptState, Partial<Record<PaymentEvent, PaymentAttemptState>>>
> = {
  pending: { succeed: 'paid', close: 'closed', fail: 'failed' },
  closed: { succeed: 'paid' },
  failed: { succeed: 'paid' },
  paid: {},
};

export function nextPaymentState(
  state: PaymentAttemptState,
  event: PaymentEvent,
): PaymentAttemptState | null {
  return paymentLifecycle[state][event] ?? null;
}

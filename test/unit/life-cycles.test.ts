import { orderStates } from '../../contract/states.ts';
import { nextOrderState, orderLifecycle } from '../../server/order/lifecycle.ts';
import { orderTransition } from '../../server/order/transition.ts';
import { nextPaymentState, paymentLifecycle } from '../../server/payment/lifecycle.ts';

type Table = Readonly<Record<string, Readonly<Record<string, string>>>>;

const tables: [name: string, table: Table, first: string, final: string[]][] = [
  ['order', orderLifecycle, 'awaiting-payment', ['completed', 'closed']],
  ['payment', paymentLifecycle, 'pending', ['paid']],
];

function reachable(table: Table, first: string): Set<string> {
  const seen = new Set([first]);
  for (const state of seen) for (const next of Object.values(table[state] ?? {})) seen.add(next);
  return seen;
}

describe.each(tables)('the life of %s', (_name, table, first, final) => {
  test('every event leads to a state of the table', () => {
    const leadsTo = Object.values(table).flatMap((events) => Object.values(events));
    expect(leadsTo.filter((state) => !(state in table))).toEqual([]);
  });

  test('every state can be reached', () => {
    expect([...reachable(table, first)].sort()).toEqual(Object.keys(table).sort());
  });

  test('nothing leads back to the beginning', () => {
    expect(Object.values(table).flatMap((events) => Object.values(events))).not.toContain(first);
  });

  test('a final state is final, and every other one can reach one', () => {
    const ends = Object.keys(table).filter((state) => Object.keys(table[state] ?? {}).length === 0);
    expect(ends.sort()).toEqual([...final].sort());
    for (const state of Object.keys(table)) {
      expect([...reachable(table, state)].some((end) => final.includes(end))).toBe(true);
    }
  });
});

test('the states of the order table are those of the contract', () => {
  expect(Object.keys(orderLifecycle).sort()).toEqual([...orderStates].sort());
});

describe('a repeated or late event never moves an order back', () => {
  // A paid, shipped or closed order that hears "paid" again stays what it is.
  test.each(orderStates.filter((state) => state !== 'awaiting-payment'))('paid again when %s', (state) => {
    expect(nextOrderState(state, 'pay')).toBeNull();
    expect(orderTransition({ _id: '1', state, version: 3 }, 'pay', new Date(0), '')).toBeNull();
  });

  test.each(orderStates.filter((state) => state !== 'awaiting-payment'))('unpaid close when %s', (state) => {
    expect([nextOrderState(state, 'cancel'), nextOrderState(state, 'expire')]).toEqual([null, null]);
  });

  test('no event of a payment leads away from paid', () => {
    for (const event of ['succeed', 'close', 'fail'] as const) {
      expect(nextPaymentState('paid', event)).toBeNull();
    }
  });
});

test('a step is conditional on the state and version that were read', () => {
  const at = new Date('2026-01-01T00:00:00Z');
  const step = orderTransition({ _id: '7', state: 'awaiting-payment', version: 4 }, 'pay', at, '付款成功');
  expect(step).toEqual({
    to: 'awaiting-shipment',
    filter: { _id: '7', state: 'awaiting-payment', version: 4 },
    update: {
      $set: { state: 'awaiting-shipment' },
      $inc: { version: 1 },
      $push: { history: { state: 'awaiting-shipment', event: 'pay', at, note: '付款成功' } },
    },
  });
});

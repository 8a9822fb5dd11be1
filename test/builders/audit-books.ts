import { incidents } from '../../server/incident/incident-model.ts';
import { type OrderDoc, orders } from '../../server/order/order-model.ts';
import { type PaymentDoc, payments } from '../../server/payment/payment-model.ts';
import { events } from '../../server/platform/outbox/event-model.ts';
import { pointBalances, type PointMovementDoc, pointMovements } from '../../server/promotion/point-model.ts';
import { type StockLevelDoc, stockLevels } from '../../server/stock/stock-level-model.ts';
import { type StockMovementDoc, stockMovements } from '../../server/stock/stock-movement-model.ts';
import type { TestShop } from '../setup/start-test-shop.ts';

interface Books {
  orders: OrderDoc[];
  payments: PaymentDoc[];
  levels: StockLevelDoc[];
  movements: StockMovementDoc[];
  balances: Map<string, number>;
  points: PointMovementDoc[];
  grantedOn: 'placed' | 'paid';
  events: Map<string, string>;
  incidents: Set<string>;
  /** What WeChat took money for. */
  taken: { outTradeNo: string; totalFen: number }[];
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

async function takenAtWechat(at: TestShop): Promise<Books['taken']> {
  const answer = await at.control('GET', '/emulator/payments?limit=1000');
  const items = answer.json['items'] as { outTradeNo: string; totalFen: number; tradeState: string }[];
  return items.filter(({ tradeState }) => tradeState === 'SUCCESS');
}

async function readBooks(at: TestShop): Promise<Books> {
  const { shop } = at;
  const balances = await pointBalances(shop).find().lean();
  const published = await events(shop).find().lean();
  const reported = await incidents(shop).find().lean();
  return {
    orders: await orders(shop).find().lean<OrderDoc[]>(),
    payments: await payments(shop).find().lean<PaymentDoc[]>(),
    levels: await stockLevels(shop).find().lean(),
    movements: await stockMovements(shop).find().lean(),
    balances: new Map(balances.map(({ _id, points }) => [_id, points])),
    points: await pointMovements(shop).find().lean(),
    grantedOn: shop.config.POINTS_GRANTED_ON,
    events: new Map(published.map(({ _id, state }) => [_id, state])),
    incidents: new Set(reported.map(({ _id }) => _id)),
    taken: await takenAtWechat(at),
  };
}

/** Every unit of every SKU: in the stock, or with an order that is not closed. */
function auditStock({ levels, movements, orders }: Books): string[] {
  const rowsOf = groupBy(movements, (row) => row.skuId);
  const heldOf = new Map<string, number>();
  for (const { state, lines } of orders) {
    if (state === 'closed') continue;
    for (const { skuId, quantity } of lines) heldOf.set(skuId, (heldOf.get(skuId) ?? 0) + quantity);
  }
  return levels.flatMap(({ _id: skuId, stock, sold }) => {
    const rows = rowsOf.get(skuId) ?? [];
    const ledger = sum(rows.map((row) => row.quantity));
    const others = rows.filter(({ reason }) => reason !== 'order' && reason !== 'release');
    const opening = sum(others.map((row) => row.quantity));
    const held = heldOf.get(skuId) ?? 0;
    return [
      ...(stock < 0 ? [`SKU ${skuId}: stock ${stock}`] : []),
      ...(stock === ledger ? [] : [`SKU ${skuId}: stock ${stock}, ledger ${ledger}`]),
      ...(sold === held ? [] : [`SKU ${skuId}: sold ${sold}, held by orders ${held}`]),
      ...(stock === opening - sold ? [] : [`SKU ${skuId}: stock ${stock} of ${opening}, sold ${sold}`]),
      ...(rows.length === 0 || rows.some((row) => row.stockAfter === stock)
        ? []
        : [`SKU ${skuId}: no row ends at ${stock}`]),
    ];
  });
}

/** An order took each of its lines once, and gave each back once if it is closed; nothing else is in the ledger. */
function auditLedger({ movements, orders }: Books): string[] {
  const wanted = new Map<string, number>();
  for (const { _id: orderNo, state, lines } of orders) {
    for (const { skuId, quantity } of lines) {
      wanted.set(`order:${orderNo}:${skuId}`, -quantity);
      if (state === 'closed') wanted.set(`release:${orderNo}:${skuId}`, quantity);
    }
  }
  const ofOrders = movements.filter(({ reason }) => reason === 'order' || reason === 'release');
  const booked = new Map(ofOrders.map((row) => [row._id, row.quantity]));
  return [
    ...[...wanted].flatMap(([id, quantity]) =>
      booked.get(id) === quantity ? [] : [`ledger ${id}: ${booked.get(id) ?? 'absent'}, wanted ${quantity}`],
    ),
    ...[...booked.keys()].flatMap((id) =>
      wanted.has(id) ? [] : [`ledger ${id}: no such order or not closed`],
    ),
  ];
}

/** Each paid order has exactly one payment, of its amount; all other money is on an incident. */
function auditMoney({ orders, payments, incidents, taken }: Books): string[] {
  const appliedOf = groupBy(
    payments.filter(({ applied }) => applied === true),
    (payment) => payment.orderNo,
  );
  const paid = new Map(payments.filter(({ state }) => state === 'paid').map((one) => [one._id, one]));
  return [
    ...orders.flatMap((order) => {
      const applied = appliedOf.get(order._id) ?? [];
      const amounts = applied.map(({ amountFen }) => amountFen);
      const wanted = order.paidAt ? [order.amounts.payableFen] : [];
      return String(amounts) === String(wanted)
        ? []
        : [`order ${order._id} (${order.state}): paid by [${String(amounts)}], wanted [${String(wanted)}]`];
    }),
    ...[...paid.values()].flatMap(({ _id, applied }) =>
      applied === true ||
      incidents.has(`DOUBLE_PAYMENT:${_id}`) ||
      incidents.has(`PAYMENT_AFTER_CLOSE:${_id}`)
        ? []
        : [`payment ${_id}: money that nobody knows of`],
    ),
    ...taken.flatMap(({ outTradeNo, totalFen }) =>
      paid.get(outTradeNo)?.amountFen === totalFen || incidents.has(`AMOUNT_MISMATCH:${outTradeNo}`)
        ? []
        : [`WeChat took ${totalFen} for ${outTradeNo}`],
    ),
  ];
}

/** Points earned once by every order (or every paid one) and taken back once from every closed one; balances are their sums. */
function auditPoints({ orders, points, balances, grantedOn }: Books): string[] {
  const rowsOf = groupBy(points, (row) => row.orderNo ?? '');
  const sums = new Map<string, number>();
  for (const row of points) sums.set(row.memberId, (sums.get(row.memberId) ?? 0) + row.points);
  return [
    ...orders.flatMap(({ _id, state, paidAt, earnedPoints }) => {
      const booked = (rowsOf.get(_id) ?? []).map((row) => row.points);
      const earned = grantedOn === 'placed' || paidAt ? [earnedPoints] : [];
      const wanted = state === 'closed' ? earned.flatMap((one) => [one, -one]) : earned;
      return String(booked) === String(wanted) ? [] : [`order ${_id} (${state}): points [${String(booked)}]`];
    }),
    ...[...new Set([...sums.keys(), ...balances.keys()])].flatMap((memberId) =>
      sums.get(memberId) === balances.get(memberId)
        ? []
        : [`member ${memberId}: balance ${balances.get(memberId)}, ledger ${sums.get(memberId)}`],
    ),
  ];
}

/** Each happening was published once and its effects ran. */
function auditEvents({ orders, events }: Books): string[] {
  const wanted = orders.flatMap(({ _id, state, paidAt }) => [
    `order.placed:${_id}`,
    ...(paidAt ? [`order.paid:${_id}`] : []),
    ...(state === 'closed' ? [`order.closed:${_id}`] : []),
  ]);
  return [
    ...wanted.flatMap((id) => (events.has(id) ? [] : [`event ${id} was never published`])),
    ...[...events].flatMap(([id, state]) => (state === 'done' ? [] : [`event ${id} is ${state}`])),
    ...[...events.keys()].flatMap((id) =>
      id.startsWith('order.') && !wanted.includes(id) ? [`event ${id} never happened`] : [],
    ),
  ];
}

/**
 * The books of the whole test database, compared with each other and with what WeChat took; effects that are
 * due run first.
 * @returns what does not fit; empty when all does
 */
export async function auditBooks(at: TestShop): Promise<string[]> {
  await at.settle();
  const books = await readBooks(at);
  // Jest drops the database before it runs a file's later `afterAll`: books that are gone always fit.
  if (books.levels.length === 0) return ['the books are empty: audit in a last test, not in afterAll'];
  return [auditStock, auditLedger, auditMoney, auditPoints, auditEvents].flatMap((audit) => audit(books));
}

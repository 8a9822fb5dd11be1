import type { Order } from './order.ts';

/**
 * Every order WeChat knows, found by any of its names. Bounded: beyond `limit` the oldest is forgotten, as WeChat
 * forgets too, only later. An order past its end is closed the moment somebody looks at it.
 */
export class OrderBook {
  readonly #orders = new Map<string, Order>();
  readonly #numberOf = new Map<string, string>();
  readonly #namesOf = new Map<string, string[]>();
  readonly #limit: number;
  readonly #now: () => number;

  constructor(limit: number, now: () => number) {
    this.#limit = limit;
    this.#now = now;
  }

  /** Adds or updates; afterwards the order is found by all names it has now. */
  put(order: Order): void {
    this.#forgetNames(order.outTradeNo);
    const names = namesOf(order);
    this.#orders.set(order.outTradeNo, order);
    this.#namesOf.set(order.outTradeNo, names);
    for (const name of names) this.#numberOf.set(name, order.outTradeNo);
    for (const oldest of this.#orders.keys()) {
      if (this.#orders.size <= this.#limit) break;
      this.#forgetNames(oldest);
      this.#orders.delete(oldest);
    }
  }

  byNumber(outTradeNo: string): Order | undefined {
    const order = this.#orders.get(outTradeNo);
    return order === undefined ? undefined : this.#settled(order);
  }

  byTransaction(transactionId: string): Order | undefined {
    return this.#byName(`transaction ${transactionId}`);
  }

  byPrepayId(prepayId: string): Order | undefined {
    return this.#byName(`prepay ${prepayId}`);
  }

  byCodeUrl(codeUrl: string): Order | undefined {
    return this.#byName(`code ${codeUrl}`);
  }

  /** All orders, oldest first. */
  all(): Order[] {
    return [...this.#orders.values()].map((order) => this.#settled(order));
  }

  #byName(name: string): Order | undefined {
    const outTradeNo = this.#numberOf.get(name);
    return outTradeNo === undefined ? undefined : this.byNumber(outTradeNo);
  }

  #settled(order: Order): Order {
    if (order.tradeState === 'NOTPAY' && this.#now() >= order.expiresAt) {
      order.tradeState = 'CLOSED';
      order.closedAt = order.expiresAt;
    }
    return order;
  }

  #forgetNames(outTradeNo: string): void {
    for (const name of this.#namesOf.get(outTradeNo) ?? []) this.#numberOf.delete(name);
    this.#namesOf.delete(outTradeNo);
  }
}

function namesOf(order: Order): string[] {
  const names = order.prepays.flatMap(({ prepayId, codeUrl }) =>
    codeUrl === null ? [`prepay ${prepayId}`] : [`prepay ${prepayId}`, `code ${codeUrl}`],
  );
  return order.transactionId === null ? names : [...names, `transaction ${order.transactionId}`];
}

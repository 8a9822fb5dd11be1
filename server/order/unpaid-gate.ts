import { fail, type Failure } from '../platform/outcome.ts';
import { perShop, type Shop } from '../platform/shop.ts';
import { countUnpaid } from './count-unpaid.ts';

/** Placements of one member that are under way in this process. */
interface UnderWay {
  inFlight: number;
  /** How many ended since this entry was made: they may be missing in a count that was read before. */
  ended: number;
  /** Those let through side by side. */
  free: Set<Promise<unknown>>;
  /** The end of the queue of those who have to go one by one. */
  tail: Promise<unknown>;
}

export interface UnpaidGate {
  /** Places now or in turn, or refuses with TOO_MANY_UNPAID_ORDERS. */
  pass<T>(place: () => Promise<T>): Promise<T | Failure>;
  /** Always to be called at the end. */
  leave(): void;
}

const underWay = perShop(() => new Map<string, UnderWay>());

async function inTurn<T>(shop: Shop, memberId: string, entry: UnderWay, place: () => Promise<T>) {
  const turn = entry.tail.then(async () => {
    await Promise.allSettled(entry.free);
    const unpaid = await countUnpaid(shop, memberId);
    return unpaid < shop.config.LIMIT_UNPAID_ORDERS_PER_MEMBER ? place() : fail('TOO_MANY_UNPAID_ORDERS');
  });
  entry.tail = turn.catch(() => undefined);
  return turn;
}

/**
 * Keeps a member from having more unpaid orders than allowed, also when many are placed at once. Far from the
 * limit placements run side by side, for a count that is read meanwhile; those that together could pass it go
 * one by one and count anew. Exact in one process; several can overshoot by what they place in one moment.
 */
export function enterUnpaidGate(shop: Shop, memberId: string): UnpaidGate {
  const entries = underWay(shop);
  const entry = entries.get(memberId) ?? { inFlight: 0, ended: 0, free: new Set(), tail: Promise.resolve() };
  entries.set(memberId, entry);
  entry.inFlight += 1;
  const endedBefore = entry.ended;
  const counted = countUnpaid(shop, memberId);
  counted.catch(() => undefined);
  return {
    async pass(place) {
      const atMost = (await counted) + entry.inFlight + (entry.ended - endedBefore);
      if (atMost > shop.config.LIMIT_UNPAID_ORDERS_PER_MEMBER) return inTurn(shop, memberId, entry, place);
      const placing = place();
      entry.free.add(placing);
      return placing.finally(() => entry.free.delete(placing));
    },
    leave() {
      entry.inFlight -= 1;
      entry.ended += 1;
      if (entry.inFlight === 0) entries.delete(memberId);
    },
  };
}

import { decodeCursor, encodeCursor } from '../platform/cursor.ts';

/** Keys of a list's order from the first to the last; the last is unique, so equal products keep their place. */
export type ProductOrder = readonly (readonly [key: OrderKey, direction: 1 | -1])[];
type OrderKey = 'score' | 'sold' | 'minPriceFen' | 'newAt' | '_id';
export type OrderValues = Readonly<Partial<Record<OrderKey, number | string | Date>>>;

export const productOrders = {
  relevance: [
    ['score', -1],
    ['sold', -1],
    ['_id', 1],
  ],
  sales: [
    ['sold', -1],
    ['_id', 1],
  ],
  price: [
    ['minPriceFen', 1],
    ['_id', 1],
  ],
  // The same index as `price`, read backwards.
  '-price': [
    ['minPriceFen', -1],
    ['_id', -1],
  ],
  newest: [
    ['newAt', -1],
    ['_id', 1],
  ],
} as const satisfies Record<string, ProductOrder>;
export type ProductOrderName = keyof typeof productOrders;

/** How a keyword was met on the first page; the following pages must do the same. */
export const searchModes = ['none', 'all', 'phrase', 'any'] as const;
export type SearchMode = (typeof searchModes)[number];

export interface ProductPosition {
  mode: SearchMode;
  values: OrderValues;
}

/** @returns an opaque cursor that names its order, its mode and the last product seen */
export function encodePosition(name: ProductOrderName, mode: SearchMode, last: OrderValues): string {
  const values = productOrders[name].map(([key]) => {
    const value = last[key] ?? 0;
    return value instanceof Date ? value.getTime() : value;
  });
  return encodeCursor([name, mode, ...values]);
}

/** @returns null for a cursor of another order, or one we did not make */
export function decodePosition(name: ProductOrderName, cursor: string): ProductPosition | null {
  const order: ProductOrder = productOrders[name];
  const [wrote, modeWrote, ...parts] = decodeCursor(cursor, order.length + 2) ?? [];
  const mode = searchModes.find((known) => known === modeWrote);
  if (wrote !== name || mode === undefined) return null;
  const values: Partial<Record<OrderKey, number | string | Date>> = {};
  for (const [index, [key]] of order.entries()) {
    const part = parts[index];
    if (typeof part !== (key === '_id' ? 'string' : 'number') || part === undefined) return null;
    values[key] = key === 'newAt' ? new Date(part) : part;
  }
  return values.newAt instanceof Date && Number.isNaN(values.newAt.getTime()) ? null : { mode, values };
}

const beyond = (direction: 1 | -1): string => (direction === 1 ? '$gt' : '$lt');

/** A filter for what comes after a position: equal in the first keys, beyond it in the next. */
export function afterPosition(order: ProductOrder, values: OrderValues): Record<string, unknown> {
  const branches = order.map(([key, direction], index) => ({
    ...Object.fromEntries(order.slice(0, index).map(([equal]) => [equal, values[equal]])),
    [key]: { [beyond(direction)]: values[key] },
  }));
  const [first] = order;
  // Said again without $or, so that the index starts reading at this place.
  const bound = first ? { [first[0]]: { [`${beyond(first[1])}e`]: values[first[0]] } } : {};
  return { ...bound, $or: branches };
}

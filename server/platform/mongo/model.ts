import { type Model, type Schema, trusted } from 'mongoose';
import { perShop, type Shop } from '../shop.ts';

export { trusted };

const declared = new Map<string, (shop: Shop) => Promise<void>>();

/**
 * Declares a collection. The schema's room is the only place that knows its shape and indexes.
 * @param name of the collection
 */
export function model<Doc>(name: string, schema: Schema<Doc>): (shop: Shop) => Model<Doc> {
  if (declared.has(name)) throw new Error(`Collection ${name} is declared twice`);
  const of = perShop<Model<Doc>>((shop) => shop.db.model<Doc>(name, schema, name));
  declared.set(name, async (shop) => {
    await of(shop).createCollection();
    await of(shop).createIndexes();
  });
  return of;
}

/** Makes every declared collection and index; safe to run at each start and by several processes at once. */
export async function ensureIndexes(shop: Shop): Promise<void> {
  for (const ensure of declared.values()) await ensure(shop);
}

import { isDeepStrictEqual } from 'node:util';
import type { Model } from 'mongoose';
import { trusted } from '../platform/mongo/model.ts';

/** Documents a write; larger ones would only wait longer. */
const batch = 500;

function differs(before: object | undefined, content: object): boolean {
  if (!before) return true;
  const old = new Map(Object.entries(before));
  return Object.entries(content).some(([key, value]) => !isDeepStrictEqual(old.get(key), value));
}

/**
 * Brings documents to the given content and leaves alone those that have it, so that writing the same again
 * changes nothing, not even `updatedAt`.
 * @param added fields of documents that are new
 * @param touched fields of documents that are new or changed
 * @returns how many were new or changed
 */
export async function writeChanged<Doc extends { _id: string }>(
  collection: Model<Doc>,
  contents: readonly (Partial<Doc> & { _id: string })[],
  { added = {}, touched = {} }: { added?: Partial<Doc>; touched?: Partial<Doc> } = {},
): Promise<number> {
  let written = 0;
  for (let start = 0; start < contents.length; start += batch) {
    const part = contents.slice(start, start + batch);
    const ids = part.map((content) => content._id);
    const before = await collection.find({ _id: trusted({ $in: ids }) } as never).lean<Doc[]>();
    const beforeOf = new Map(before.map((doc) => [doc._id, doc]));
    const changed = part.filter((content) => differs(beforeOf.get(content._id), content));
    if (changed.length === 0) continue;
    const operations = changed.map(({ _id, ...content }) => ({
      updateOne: {
        filter: { _id },
        update: { $set: { ...content, ...touched }, $setOnInsert: added },
        upsert: true,
      },
    }));
    await collection.bulkWrite(operations as never, { ordered: false });
    written += changed.length;
  }
  return written;
}

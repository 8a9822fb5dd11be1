import type { ControlAnswer } from './control-route.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

/**
 * One page of a list kept oldest first, newest first: `?limit=&cursor=` → `{items, nextCursor, total}`. The cursor is
 * the id of the page's last item, so that what arrives meanwhile does not shift the pages.
 */
export function newestFirst<Item>(
  all: readonly Item[],
  query: URLSearchParams,
  idOf: (item: Item) => string,
  present: (item: Item) => unknown,
): ControlAnswer {
  const limit = Math.min(
    Math.max(1, Math.trunc(Number(query.get('limit') ?? DEFAULT_LIMIT)) || DEFAULT_LIMIT),
    MAX_LIMIT,
  );
  const cursor = query.get('cursor');
  const newest = all.toReversed();
  const start = cursor === null ? 0 : newest.findIndex((item) => idOf(item) === cursor) + 1;
  const items = newest.slice(start, start + limit);
  const last = items.at(-1);
  const nextCursor = last !== undefined && start + limit < newest.length ? idOf(last) : null;
  return { status: 200, body: { items: items.map(present), nextCursor, total: all.length } };
}

/** What a test does when a named step is reached: wait, throw, end the process. */
export type Points = (name: string, about: Record<string, unknown>) => Promise<void> | void;

/**
 * A named step of a flow, where tests order races and crashes deterministically.
 * Costs one property look-up where no test listens.
 */
export async function at(
  shop: { points?: Points },
  name: string,
  about: Record<string, unknown> = {},
): Promise<void> {
  if (shop.points) await shop.points(name, about);
}

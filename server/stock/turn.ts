import type { ProcessDoc } from '../platform/ids/process-model.ts';
import type { Shop } from '../platform/shop.ts';
import { within } from '../platform/within.ts';

/** How long a note "I wait" counts unless renewed, and how often one that stands back looks again; ms. */
const noteMs = 300;
const lookMs = 2;
/** Nobody stands back for longer, whatever the notes say. */
const patienceMs = 600;
const askMs = 500;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Fairness among writers on one database. Whoever committed last starts its next group at once and so always
 * reaches a popular SKU before those who must retry: it would sell out the SKU alone while others' shoppers
 * wait. A writer that met a conflict leaves a note in its process slot and removes it when it is through; one
 * that just committed lets those whose notes it finds go first. By the database's clock: machines differ. A
 * note that is lost costs fairness, never correctness.
 */
export class Turn {
  readonly #shop: Shop;
  #noted = false;

  constructor(shop: Shop) {
    this.#shop = shop;
  }

  /** Notes (or notes again) that this process waits for its turn. */
  async announce(): Promise<void> {
    this.#noted = true;
    await this.#note({ $add: ['$$NOW', noteMs] });
  }

  /** After a group: takes the own note away, then lets waiting processes go first. */
  async yield(): Promise<void> {
    if (this.#noted) await this.#note(null);
    this.#noted = false;
    if (this.#shop.peers() === 0) return;
    const until = performance.now() + patienceMs;
    let ahead = await this.#waiting();
    while (ahead.length > 0 && performance.now() < until) {
      await pause(lookMs);
      const still = new Set(await this.#waiting());
      // Only those that were there first: who comes later waits for us.
      ahead = ahead.filter((no) => still.has(no));
    }
  }

  async #note(waitingUntil: unknown): Promise<void> {
    const note = this.#slots().updateOne(
      { _id: this.#shop.processNo, owner: this.#shop.processOwner },
      [{ $set: { waitingUntil } }],
      { writeConcern: { w: 1 } },
    );
    await within(askMs, note).catch(() => undefined);
  }

  async #waiting(): Promise<number[]> {
    const others = { _id: { $ne: this.#shop.processNo }, $expr: { $gt: ['$waitingUntil', '$$NOW'] } };
    const options = { projection: { _id: 1 }, readConcern: { level: 'local' } } as const;
    const found = this.#slots().find(others, options).toArray();
    const slots = await within(askMs, found).catch(() => []);
    return slots.map((slot) => slot._id);
  }

  #slots() {
    return this.#shop.db.collection<ProcessDoc>('processes');
  }
}

import { isDuplicateKey } from '../platform/mongo/duplicate-key.ts';
import { isTransient, isUnknownCommit } from '../platform/mongo/transient.ts';
import { fail } from '../platform/outcome.ts';
import type { Shop } from '../platform/shop.ts';
import { TooSlow, within } from '../platform/within.ts';
import { commitGroup, GroupMismatch } from './commit-group.ts';
import { pause, type Turn } from './turn.ts';
import { isLate, type WaitingTask } from './waiting-task.ts';
import { writerMetrics } from './writer-metrics.ts';
import { WriterSession } from './writer-session.ts';

/** One try of one group, commit included. */
const tryMs = 2500;
/** A group that met another writer runs again after a random moment of at most this. */
const retryMs = 3;

/**
 * Gets groups of tasks committed, whatever the database does meanwhile. Every kind of task finds its own earlier
 * success in the next snapshot, so a try whose outcome is not known is simply followed by another.
 */
export class GroupCommitter {
  readonly #shop: Shop;
  readonly #turn: Turn;
  readonly #session: WriterSession;

  constructor(shop: Shop, turn: Turn) {
    this.#shop = shop;
    this.#turn = turn;
    this.#session = new WriterSession(shop);
  }

  /** Settles every task of the group: with its own result, BUSY when it took too long, or its error. */
  async settle(group: readonly WaitingTask[]): Promise<void> {
    await this.#settle(group, 'first');
  }

  /** Records the writer's session before the first order comes, so that other processes know of it. */
  async prepare(): Promise<void> {
    await this.#session.get();
  }

  async end(): Promise<void> {
    await this.#session.end();
  }

  /** A group that fails again is split, so that one bad task never fails its neighbours. */
  async #settle(group: readonly WaitingTask[], turn: 'first' | 'repeat' | 'part'): Promise<void> {
    try {
      const results = await this.#commit(group, turn !== 'first');
      group.forEach((task, index) => task.settle({ ok: true, value: results[index] }));
    } catch (error) {
      const rest = this.#dismissLate(group, error);
      const [first] = rest;
      if (!first) return;
      writerMetrics(this.#shop).retries.inc();
      if (turn !== 'repeat') return this.#settle(rest, 'repeat');
      if (rest.length === 1) return first.reject(error);
      const middle = Math.ceil(rest.length / 2);
      await this.#settle(rest.slice(0, middle), 'part');
      await this.#settle(rest.slice(middle), 'part');
    }
  }

  #dismissLate(group: readonly WaitingTask[], error: unknown): WaitingTask[] {
    const late = group.filter(isLate);
    if (late.length > 0) this.#shop.log.error({ err: error, late: late.length }, 'stock writer late');
    for (const task of late) task.settle(fail('BUSY', { retryAfterSeconds: 2 }));
    return group.filter((task) => !late.includes(task));
  }

  /** Tries until committed while the database only says "again": another writer, an election, silence. */
  async #commit(group: readonly WaitingTask[], triedBefore: boolean): Promise<unknown[]> {
    for (let again = triedBefore; ; again = true) {
      try {
        const session = await this.#session.get();
        return await within(tryMs, commitGroup(this.#shop, session, group, again));
      } catch (error) {
        const silent = error instanceof TooSlow;
        const rolledBack = isTransient(error) || isDuplicateKey(error) || error instanceof GroupMismatch;
        if (!rolledBack || isUnknownCommit(error)) await this.#session.replace();
        const mayRepeat = silent || isTransient(error) || isUnknownCommit(error);
        if (!mayRepeat || group.some(isLate)) throw error;
        writerMetrics(this.#shop).conflicts.inc();
        if (!silent) await this.#turn.announce();
        await pause(Math.random() * retryMs);
      }
    }
  }
}

import { isDuplicateKey } from '../platform/mongo/duplicate-key.ts';
import { isTransient, isUnknownCommit } from '../platform/mongo/transient.ts';
import { fail, type Failure } from '../platform/outcome.ts';
import { perShop, type Shop } from '../platform/shop.ts';
import { commitGroup, type GroupEntry, GroupMismatch } from './commit-group.ts';
import type { StockTaskKind } from './stock-task.ts';
import { pause, Turn } from './turn.ts';
import { WriterSession } from './writer-session.ts';
import { writerMetrics } from './writer-metrics.ts';

const maxGroup = 256;
/** Beside other writers: nobody takes the last hundred of a SKU in one stroke while others wait for theirs. */
const maxGroupAmongPeers = 16;
/** A group that met another writer runs again after a random moment of at most this. */
const retryMs = 3;
const maxWaitMs = 2;
/** A task that was not committed within this time is answered BUSY; its key makes a repeat safe. */
const deadlineMs = 5000;

interface Waiting extends GroupEntry {
  arrivedAt: number;
  settle(outcome: { ok: true; value: unknown } | Failure): void;
  reject(error: unknown): void;
}

/**
 * The only writer of stock levels in this process. Tasks are gathered for at most 2 ms or 256, and each group
 * is one transaction: a popular SKU is locked once a group instead of once an order (docs/adr/0001).
 */
class StockWriter {
  readonly #shop: Shop;
  readonly #session: WriterSession;
  readonly #turn: Turn;
  readonly #queue: Waiting[] = [];
  #timer: NodeJS.Timeout | null = null;
  #flushing: Promise<void> | null = null;
  #closed = false;
  #expected = 0;

  constructor(shop: Shop) {
    this.#shop = shop;
    this.#session = new WriterSession(shop);
    this.#turn = new Turn(shop);
    shop.onStop(() => this.drain());
  }

  /**
   * Says that a task is being prepared, so that a group waits for it (2 ms at most).
   * @returns to be called when the task was handed in or given up
   */
  expect(): () => void {
    this.#expected += 1;
    return () => {
      this.#expected -= 1;
      if (this.#expected === 0) this.#schedule();
    };
  }

  /**
   * Hands in one task.
   * @returns the task's own result once its group is committed; BUSY when the queue is full, the writer is
   *   closing, or the database did not answer in time (then the outcome is not known: ask again by key)
   */
  submit<Input, Snapshot, Result>(
    kind: StockTaskKind<Input, Snapshot, Result>,
    input: Input,
  ): Promise<{ ok: true; value: Result } | Failure> {
    if (this.#closed || this.#queue.length >= this.#shop.config.LIMIT_WRITER_QUEUE) {
      return Promise.resolve(fail('BUSY', { retryAfterSeconds: 1 }));
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({
        kind,
        input,
        arrivedAt: performance.now(),
        settle: resolve as Waiting['settle'],
        reject,
      });
      this.#schedule();
    });
  }

  /** Refuses new tasks, commits those accepted, ends the session. */
  async drain(): Promise<void> {
    this.#closed = true;
    while (this.#queue.length > 0 || this.#flushing) {
      this.#start();
      await this.#flushing;
    }
    await this.#session.end();
  }

  #limit(): number {
    return this.#shop.peers() > 0 ? maxGroupAmongPeers : maxGroup;
  }

  #schedule(): void {
    if (this.#flushing) return;
    const oldest = this.#queue[0];
    if (!oldest) return;
    const waited = performance.now() - oldest.arrivedAt;
    // Nobody else is on the way: waiting would only cost.
    const full = this.#expected === 0 || this.#queue.length >= this.#limit();
    if (full || waited >= maxWaitMs) return this.#start();
    this.#timer ??= setTimeout(() => this.#start(), maxWaitMs - waited);
  }

  #start(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#flushing || this.#queue.length === 0) return;
    const group = this.#queue.splice(0, this.#limit());
    this.#flushing = this.#flush(group)
      .then(() => this.#turn.yield())
      .finally(() => {
        this.#flushing = null;
        this.#schedule();
      });
  }

  async #flush(group: Waiting[]): Promise<void> {
    const timer = writerMetrics(this.#shop).flush.startTimer();
    writerMetrics(this.#shop).groupSize.observe(group.length);
    await this.#settle(group, 'first');
    timer();
  }

  /** Commits a group; one that fails again is split, so that one bad task never fails its neighbours. */
  async #settle(group: readonly Waiting[], turn: 'first' | 'repeat' | 'part'): Promise<void> {
    try {
      const results = await this.#commit(group, turn !== 'first');
      group.forEach((task, index) => task.settle({ ok: true, value: results[index] }));
    } catch (error) {
      const late = group.filter((task) => performance.now() - task.arrivedAt > deadlineMs);
      for (const task of late) task.settle(fail('BUSY', { retryAfterSeconds: 2 }));
      const rest = group.filter((task) => !late.includes(task));
      if (late.length > 0) this.#shop.log.error({ err: error, late: late.length }, 'stock writer late');
      const first = rest[0];
      if (!first) return;
      writerMetrics(this.#shop).retries.inc();
      if (turn !== 'repeat') return this.#settle(rest, 'repeat');
      if (rest.length === 1) return first.reject(error);
      const middle = Math.ceil(rest.length / 2);
      await this.#settle(rest.slice(0, middle), 'part');
      await this.#settle(rest.slice(middle), 'part');
    }
  }

  /** Tries until committed while the database only says "again" (another writer, an election). */
  async #commit(group: readonly Waiting[], triedBefore: boolean): Promise<unknown[]> {
    const oldest = Math.min(...group.map((task) => task.arrivedAt));
    for (let again = triedBefore; ; again = true) {
      const session = await this.#session.get();
      try {
        return await commitGroup(this.#shop, session, group, again);
      } catch (error) {
        const rolledBack = isTransient(error) || isDuplicateKey(error) || error instanceof GroupMismatch;
        if (!rolledBack || isUnknownCommit(error)) await this.#session.replace();
        // Every kind finds its own earlier success in the next snapshot, so an unknown commit is simply run again.
        const again = isTransient(error) || isUnknownCommit(error);
        if (!again || performance.now() - oldest > deadlineMs) throw error;
        writerMetrics(this.#shop).conflicts.inc();
        await this.#turn.announce();
        await pause(Math.random() * retryMs);
      }
    }
  }
}

export const stockWriter = perShop((shop) => new StockWriter(shop));

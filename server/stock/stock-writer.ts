import { fail, type Failure } from '../platform/outcome.ts';
import { perShop, type Shop } from '../platform/shop.ts';
import { GroupCommitter } from './group-committer.ts';
import type { StockTaskKind } from './stock-task.ts';
import { Turn } from './turn.ts';
import { isLate, type WaitingTask } from './waiting-task.ts';
import { writerMetrics } from './writer-metrics.ts';

const maxGroup = 256;
/** Beside other writers: nobody takes the last hundred of a SKU in one stroke while others wait for theirs. */
const maxGroupAmongPeers = 16;
const maxWaitMs = 2;
const sweepMs = 500;

/**
 * The only writer of stock levels in this process. Tasks are gathered for at most 2 ms or 256, and each group
 * is one transaction: a popular SKU is locked once a group instead of once an order (docs/adr/0001).
 */
class StockWriter {
  readonly #shop: Shop;
  readonly #turn: Turn;
  readonly #committer: GroupCommitter;
  #queue: WaitingTask[] = [];
  #timer: NodeJS.Timeout | null = null;
  #sweeper: NodeJS.Timeout | null = null;
  #flushing: Promise<void> | null = null;
  #closed = false;
  #expected = 0;

  constructor(shop: Shop) {
    this.#shop = shop;
    this.#turn = new Turn(shop);
    this.#committer = new GroupCommitter(shop, this.#turn);
    shop.onStop(() => this.drain());
  }

  /** Makes this process known as a writer before the first order comes. */
  prepare(): Promise<void> {
    return this.#committer.prepare();
  }

  /**
   * Says that a task is being prepared, so that a group waits for it (2 ms at most).
   * @returns to be called when the task was handed in or given up; calling it again does nothing
   */
  expect(): () => void {
    this.#expected += 1;
    let awaited = true;
    return () => {
      if (!awaited) return;
      awaited = false;
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
        settle: resolve as WaitingTask['settle'],
        reject,
      });
      this.#sweeper ??= setInterval(() => this.#sweep(), sweepMs).unref();
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
    if (this.#sweeper) clearInterval(this.#sweeper);
    await this.#committer.end();
  }

  #limit(): number {
    return this.#shop.peers() > 0 ? maxGroupAmongPeers : maxGroup;
  }

  /** Those still queued behind a silent database are not kept waiting for ever. */
  #sweep(): void {
    const late = this.#queue.filter(isLate);
    if (late.length === 0) return;
    this.#queue = this.#queue.filter((task) => !late.includes(task));
    for (const task of late) task.settle(fail('BUSY', { retryAfterSeconds: 2 }));
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
    this.#flushing = this.#flush(group).finally(() => {
      this.#flushing = null;
      this.#schedule();
    });
  }

  async #flush(group: WaitingTask[]): Promise<void> {
    const stop = writerMetrics(this.#shop).flush.startTimer();
    writerMetrics(this.#shop).groupSize.observe(group.length);
    await this.#committer.settle(group);
    stop();
    await this.#turn.yield();
  }
}

export const stockWriter = perShop((shop) => new StockWriter(shop));

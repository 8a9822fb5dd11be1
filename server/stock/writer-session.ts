import type { ClientSession } from 'mongoose';
import type { ProcessDoc } from '../platform/ids/process-model.ts';
import { endOrphanSession } from '../platform/mongo/end-orphan-session.ts';
import type { Shop } from '../platform/shop.ts';
import { within } from '../platform/within.ts';

const recordMs = 2000;
const endMs = 1000;

/**
 * The one session of this process's stock writer. Its id is recorded in the process's slot before its first
 * use, so that a successor can end the transaction a dead process left open (and nobody else's).
 */
export class WriterSession {
  readonly #shop: Shop;
  #session: ClientSession | null = null;
  #recordedIn = -1;

  constructor(shop: Shop) {
    this.#shop = shop;
  }

  /** @throws when the slot cannot be written: without the record the session is not used */
  async get(): Promise<ClientSession> {
    const { processNo, processOwner } = this.#shop;
    if (this.#session && this.#recordedIn === processNo) return this.#session;
    await this.end();
    const session = this.#shop.db.getClient().startSession();
    const id = session.id?.id;
    if (!id) throw new Error('A session without an id');
    const recorded = await within(
      recordMs,
      this.#shop.db
        .collection<ProcessDoc>('processes')
        .updateOne(
          { _id: processNo, owner: processOwner },
          { $set: { writerSession: Buffer.from(id.buffer) } },
        ),
    );
    if (recorded.matchedCount === 0) throw new Error(`Process slot ${processNo} is not ours any more`);
    this.#session = session;
    this.#recordedIn = processNo;
    return session;
  }

  /** After an outcome that is not known: ends whatever the session may still hold; the next one is new. */
  async replace(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    const id = session?.id?.id;
    if (id) {
      const ended = endOrphanSession(this.#shop.db, Buffer.from(id.buffer));
      await within(endMs, ended).catch(() => undefined);
    }
    // Not waited for: it may wait for the very connection that is silent.
    void session?.endSession().catch(() => undefined);
  }

  async end(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    if (session) await within(endMs, session.endSession()).catch(() => undefined);
  }
}

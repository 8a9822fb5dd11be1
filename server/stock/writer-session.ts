import type { ClientSession } from 'mongoose';
import type { ProcessDoc } from '../platform/ids/process-model.ts';
import { endOrphanSession } from '../platform/mongo/end-orphan-session.ts';
import type { Shop } from '../platform/shop.ts';

/** Each operation of a flush, the commit included, is given this long. */
const operationTimeoutMs = 3000;

/**
 * The one session of this process's stock writer. Its id is recorded in the process's slot before its first
 * use, so that a successor can end the transaction a dead process left open (and nobody else's).
 */
export class WriterSession {
  readonly #shop: Shop;
  #session: ClientSession | null = null;

  constructor(shop: Shop) {
    this.#shop = shop;
  }

  async get(): Promise<ClientSession> {
    if (this.#session) return this.#session;
    const session = this.#shop.db.getClient().startSession({ defaultTimeoutMS: operationTimeoutMs });
    const id = session.id?.id;
    if (!id) throw new Error('A session without an id');
    await this.#shop.db
      .collection<ProcessDoc>('processes')
      .updateOne({ _id: this.#shop.processNo }, { $set: { writerSession: Buffer.from(id.buffer) } });
    this.#session = session;
    return session;
  }

  /** After an outcome that is not known: ends whatever the session may still hold, and starts a new one. */
  async replace(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    const id = session?.id?.id;
    if (id) await endOrphanSession(this.#shop.db, Buffer.from(id.buffer)).catch(() => undefined);
    await session?.endSession().catch(() => undefined);
  }

  async end(): Promise<void> {
    await this.#session?.endSession().catch(() => undefined);
    this.#session = null;
  }
}

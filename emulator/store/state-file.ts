import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import type { SavedState } from './saved-state.ts';

const PAUSE_MS = 200;

/** The file in which a state is kept. Saving is put off a little, so that a burst of changes is written once. */
export class StateFile {
  readonly #file: string;
  #snapshot: (() => SavedState) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #pauseMs = PAUSE_MS;

  constructor(file: string) {
    this.#file = file;
  }

  /** The state saved last; undefined where there is none yet. Throws where the file cannot be understood. */
  async load(): Promise<SavedState | undefined> {
    const text = await readFile(this.#file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return undefined;
    try {
      const state = JSON.parse(text) as SavedState;
      if (state.version === 1) return state;
    } catch {
      // Not JSON: told below, together with JSON of another kind.
    }
    throw new Error(`${this.#file} is not a state of this emulator; move it away to start afresh`);
  }

  /** From now on saves this state soon after each `touch`. */
  keep(snapshot: () => SavedState): void {
    this.#snapshot = snapshot;
    this.touch();
  }

  touch(): void {
    if (this.#snapshot === undefined) return;
    this.#timer ??= setTimeout(() => void this.flush().catch(reportFailure), this.#pauseMs).unref();
  }

  /** Writes the present state; resolves when it is on disk. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const snapshot = this.#snapshot;
    if (snapshot === undefined) return;
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#write(snapshot()));
    await this.#writing;
  }

  async #write(state: SavedState): Promise<void> {
    const startedAt = performance.now();
    const draft = `${this.#file}.${process.pid}.tmp`;
    await mkdir(path.dirname(this.#file), { recursive: true });
    // Keys are inside: nobody else's to read. Written aside and renamed, so a crash leaves the old or the new state.
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(JSON.stringify(state));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, this.#file);
    // A large state takes long to write; saving must not become most of what the emulator does.
    this.#pauseMs = Math.max(PAUSE_MS, 10 * (performance.now() - startedAt));
  }
}

function reportFailure(error: unknown): void {
  process.stderr.write(
    `emulator: state not saved: ${error instanceof Error ? error.message : String(error)}\n`,
  );
}

/** What went wrong with one call or check, in words for the person at the terminal. */
export interface Failure {
  /** The server's problem code, or one of the demo's own: NO_ANSWER, ANSWER_UNREADABLE, NOT_AS_EXPECTED. */
  code: string;
  /** What the server said about it. */
  detail: string;
  /** `POST /api/orders` and the HTTP status where there was an answer. */
  request?: string;
  status?: number;
}

/** Ends the purchase: the step it happened in is told, nothing after it is tried. */
export class DemoFailure extends Error {
  override readonly name = 'DemoFailure';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(`${failure.code}: ${failure.detail}`);
    this.failure = failure;
  }
}

/** @throws {DemoFailure} always: the answer was well-formed, and yet the shop did not do what it should */
export function notAsExpected(detail: string): never {
  throw new DemoFailure({ code: 'NOT_AS_EXPECTED', detail });
}

/** Where the time comes from; tests hand in their own. Unix milliseconds. */
export interface TimeSource {
  now(): number;
}

/**
 * WeChat's clock. `offsetMs` moves it away from the merchant's (clock skew); `scale` shortens waiting
 * (the notification schedule) and deliberately not the clock itself: a clock running fast would drift out of the
 * ±300 s window in which signatures count.
 */
export class WechatClock {
  readonly #source: TimeSource;
  scale = 1;
  offsetMs = 0;

  constructor(source: TimeSource = { now: () => Date.now() }) {
    this.#source = source;
  }

  /** Unix milliseconds as WeChat sees them. */
  now(): number {
    return this.#source.now() + this.offsetMs;
  }

  /** How many milliseconds a wait of so many seconds lasts at the present scale. */
  waitMs(seconds: number): number {
    return (seconds * 1000) / this.scale;
  }
}

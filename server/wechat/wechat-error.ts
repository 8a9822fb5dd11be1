export type WechatErrorKind =
  | 'network' // refused, reset, name not found
  | 'timeout'
  | 'redirect' // WeChat's interfaces never redirect: somebody else is answering
  | 'too-large'
  | 'server' // HTTP 5xx
  | 'busy' // WeChat asks for the same call again (SYSTEMERROR and its kin)
  | 'unverifiable' // the answer's signature is missing or wrong, or the answer speaks of something else
  | 'malformed' // not the shape the protocol promises
  | 'refused'; // WeChat says no in a way nobody may build on (unsigned, or a fault of our configuration)

const RETRYABLE: ReadonlySet<WechatErrorKind> = new Set(['network', 'timeout', 'server', 'busy']);

/**
 * A call to WeChat whose outcome is unknown or that our set-up makes impossible. Messages are
 * safe to log: they hold no key, no secret and no query string.
 */
export class WechatError extends Error {
  override readonly name = 'WechatError';
  readonly kind: WechatErrorKind;

  constructor(kind: WechatErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }

  /** Whether the very same call may be sent again at once (it must be harmless when it arrives twice). */
  get retryable(): boolean {
    return RETRYABLE.has(this.kind);
  }
}

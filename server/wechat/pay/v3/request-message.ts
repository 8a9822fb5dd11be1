export interface V3RequestParts {
  method: string;
  /** Whole address, or path with query, exactly as sent. */
  url: string;
  /** Seconds. */
  timestamp: string;
  nonce: string;
  /** Exactly as sent; empty when there is none. */
  body: string;
}

/** The five lines a v3 request is signed over; a missing body is an empty line all the same. */
export function requestMessage(parts: V3RequestParts): string {
  const path = parts.url.replace(/^https?:\/\/[^/]+/, '');
  return `${parts.method}\n${path}\n${parts.timestamp}\n${parts.nonce}\n${parts.body}\n`;
}

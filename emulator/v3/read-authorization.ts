/** What a v3 request says of its signature. */
export interface Authorization {
  mchid: string;
  nonce: string;
  timestamp: string;
  serialNo: string;
  signature: string;
}

const SCHEME = 'WECHATPAY2-SHA256-RSA2048';

/** Reads the Authorization header, its five parts in any order; undefined where one is missing, doubled or strange. */
export function readAuthorization(header: string | undefined): Authorization | undefined {
  const text = /^(\S+) +(.+)$/.exec(header ?? '');
  if (text?.[1] !== SCHEME) return undefined;
  const parts = new Map<string, string>();
  for (const part of (text[2] ?? '').split(',')) {
    const pair = /^\s*([a-z_]+)="([^"]*)"\s*$/.exec(part);
    if (pair?.[1] === undefined || pair[2] === undefined || parts.has(pair[1])) return undefined;
    parts.set(pair[1], pair[2]);
  }
  const authorization = {
    mchid: parts.get('mchid') ?? '',
    nonce: parts.get('nonce_str') ?? '',
    timestamp: parts.get('timestamp') ?? '',
    serialNo: parts.get('serial_no') ?? '',
    signature: parts.get('signature') ?? '',
  };
  return parts.size === 5 && Object.values(authorization).every((value) => value !== '')
    ? authorization
    : undefined;
}

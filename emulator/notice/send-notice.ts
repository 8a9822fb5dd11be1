import type { Merchant } from '../merchant/merchant.ts';
import { randomText } from '../random-text.ts';
import { linesToSign, signV3 } from '../signature/v3-signature.ts';
import { readXml } from '../xml/read-xml.ts';
import type { Attempt, Notice } from './notice.ts';

const EXCERPT_CHARACTERS = 500;
const ANSWER_LIMIT_BYTES = 16 * 1024;

export type Delivery = Pick<Attempt, 'status' | 'body' | 'outcome' | 'durationMs'>;

export interface SendTerms {
  merchant: Merchant;
  /** The platform key that signs; null: the first. */
  keyId: string | null;
  /** WeChat's time, Unix milliseconds. */
  now: number;
  /** How long the merchant may take. */
  timeoutMs: number;
  /** Cuts the delivery off when the emulator stops. */
  stop: AbortSignal;
}

/** Delivers a notice once. Never throws: whatever goes wrong is the delivery's outcome. */
export async function sendNotice(notice: Notice, terms: SendTerms): Promise<Delivery> {
  const startedAt = performance.now();
  const durationMs = (): number => Math.round(performance.now() - startedAt);
  const patience = AbortSignal.timeout(terms.timeoutMs);
  try {
    const response = await fetch(notice.url, {
      method: 'POST',
      headers: headersOf(notice, terms),
      body: notice.body,
      // WeChat does not follow: a redirect is no acknowledgement.
      redirect: 'manual',
      signal: AbortSignal.any([patience, terms.stop]),
    });
    const body = await beginningOf(response);
    const outcome = isAccepted(notice, response.status, body) ? 'accepted' : 'refused';
    return {
      status: response.status,
      body: body.slice(0, EXCERPT_CHARACTERS),
      outcome,
      durationMs: durationMs(),
    };
  } catch (error) {
    const outcome = terms.stop.aborted ? 'cut-off' : patience.aborted ? 'timeout' : 'unreachable';
    return {
      status: null,
      body: outcome === 'unreachable' ? reasonOf(error) : '',
      outcome,
      durationMs: durationMs(),
    };
  }
}

function headersOf(notice: Notice, { merchant, keyId, now }: SendTerms): Record<string, string> {
  const requestId = `08${randomText(30, 'hex').toUpperCase()}-0`;
  if (notice.api === 'v2') {
    return {
      'Content-Type': 'text/xml; charset=utf-8',
      'User-Agent': 'Mozilla/4.0',
      'Request-ID': requestId,
    };
  }
  const timestamp = String(Math.floor(now / 1000));
  const nonce = randomText(32);
  const key = merchant.platformKey(keyId);
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'Mozilla/4.0',
    'Request-ID': requestId,
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': key.id,
    'Wechatpay-Signature': signV3(linesToSign(timestamp, nonce, notice.body), key.privateKey),
    'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
  };
}

/** v2 wants return_code SUCCESS with 200; v3 only 200 or 204. */
function isAccepted(notice: Notice, status: number, body: string): boolean {
  if (notice.api === 'v3') return status === 200 || status === 204;
  return status === 200 && readXml(body.trim())?.['return_code'] === 'SUCCESS';
}

async function beginningOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk as Uint8Array);
    size += (chunk as Uint8Array).length;
    if (size > ANSWER_LIMIT_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return error.cause instanceof Error ? error.cause.message : error.message;
}

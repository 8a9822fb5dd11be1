import type { ErrorCode } from '../../contract/errors.ts';

/** An expected refusal: becomes a problem document, changes nothing. */
export interface Failure {
  ok: false;
  code: ErrorCode;
  /** Chinese text in place of the code's own. */
  detail?: string;
  errors?: { path: string; message: string }[];
  /** Further members of the problem document, e.g. `lines` of STOCK_NOT_ENOUGH. */
  extra?: Record<string, unknown>;
  retryAfterSeconds?: number;
}

export interface Success<T> {
  ok: true;
  value: T;
  /** Where a call has two good statuses (a repeated creation answers 200). */
  status?: 200 | 201;
}

export type Outcome<T> = Success<T> | Failure;

export function done<T>(value: T, status?: 200 | 201): Success<T> {
  return status === undefined ? { ok: true, value } : { ok: true, value, status };
}

export function fail(code: ErrorCode, more: Omit<Failure, 'ok' | 'code'> = {}): Failure {
  return { ok: false, code, ...more };
}

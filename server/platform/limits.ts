import { z } from 'zod';

const limit = (fallback: number) => z.coerce.number().int().min(1).default(fallback);

/** Bounds against abuse and overload, each one a setting. Rates are per minute unless named otherwise. */
export const limits = {
  LIMIT_SIGN_INS_PER_ADDRESS: limit(120),
  LIMIT_ORDERS_PER_ADDRESS: limit(3000),
  LIMIT_ORDERS_PER_MEMBER: limit(60),
  /** Starting to pay and cancelling together: each asks WeChat. */
  LIMIT_PAYMENTS_PER_MEMBER: limit(60),
  LIMIT_UNPAID_ORDERS_PER_MEMBER: limit(50),
  LIMIT_STAFF_SIGN_IN_FAILURES: limit(10),
  LIMIT_CART_LINES: limit(120),
  LIMIT_ADDRESSES: limit(50),
  LIMIT_BODY_BYTES: limit(100_000),
  /** Entries waiting for the stock writer; beyond it callers get 503. */
  LIMIT_WRITER_QUEUE: limit(5000),
};

import { z } from 'zod';

/** Building blocks of the schemas: each rule about a kind of value stands here once. */

/** Opaque id: what we hand out is short and plain; anything else cannot be ours. */
export const id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[0-9A-Za-z_-]+$/, '格式有误');

/** Snowflake number as a string of digits; never a JSON number (2^53). */
export const publicNo = z.string().regex(/^\d{1,20}$/, '格式有误');

/** Integer fen; 100 million yuan is beyond anything one order can cost. */
export const fen = z.int().min(0).max(10_000_000_000);

/** How many of one SKU in one line. */
export const quantity = z.int().min(1).max(999);

/** ISO 8601, UTC. */
export const instant = z.iso.datetime();

/** Text typed by people: trimmed, no control characters, bounded. */
export const text = (max: number, min = 0) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    // Control characters never belong in a name, an address or a remark.
    // oxlint-disable-next-line no-control-regex
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/, '含有无法识别的字符');

export const imageUrl = z.string().max(500);

/** An image a shopper names: it will stand in other people's pages, so https or our own, and nothing that breaks out. */
export const ownImageUrl = imageUrl
  .regex(
    /^(https:\/\/[0-9A-Za-z.-]+(:\d+)?(\/[^\s"'<>\\`]*)?|\/media(\/[0-9A-Za-z_-][0-9A-Za-z._-]*)+)$/,
    '图片地址有误',
  )
  .refine((url) => url.startsWith('/') || URL.canParse(url), '图片地址有误');

/** Made by the client for each thing it wants done once. */
export const idempotencyKey = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\x21-\x7e]+$/, '格式有误');

/** Whole number of a query: digits only. Number() would also take `1e3`, `0x10` and nothing at all. */
export const queryInteger = (minimum: number, maximum: number) =>
  z.preprocess(
    (value) => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : NaN),
    z.int({ error: '应为整数' }).min(minimum).max(maximum),
  );

/** `?limit=20&cursor=…`; a cursor is opaque and comes from the last answer. */
export const paging = {
  limit: queryInteger(1, 50).default(20),
  cursor: z
    .string()
    .max(200)
    .regex(/^[0-9A-Za-z_-]*$/, '格式有误')
    .optional(),
};

export const listOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });

import { z } from 'zod';
import { id, idempotencyKey, instant, text } from './fields.ts';
import { route } from './route.ts';
import { stockReasons } from './states.ts';

export const staffMember = z.strictObject({
  staffId: id,
  username: z.string(),
  displayName: z.string(),
  role: z.string(),
  permissions: z.array(z.string()),
});

export const staffSession = z.strictObject({ staff: staffMember, csrfToken: z.string() });

export const staffSignIn = route({
  name: 'staffSignIn',
  method: 'POST',
  path: '/admin/api/sessions',
  auth: 'public',
  tag: 'Staff',
  summary: 'Sign in; sets an HttpOnly cookie, writes then need X-CSRF-Token',
  body: z.strictObject({
    username: z.string().min(1).max(64),
    password: z.string().min(1).max(256),
    /** Refused while the account has no second factor: a code nobody checks must not look checked. */
    totp: z
      .string()
      .regex(/^\d{6}$/)
      .optional(),
  }),
  response: staffSession,
  status: 201,
  errors: ['CREDENTIALS_WRONG', 'TOO_MANY_REQUESTS'],
});

export const getStaffSession = route({
  name: 'getStaffSession',
  method: 'GET',
  path: '/admin/api/sessions/current',
  auth: 'staff',
  tag: 'Staff',
  summary: 'Who is signed in; a reload gets its CSRF token here',
  response: staffSession,
});

export const staffSignOut = route({
  name: 'staffSignOut',
  method: 'DELETE',
  path: '/admin/api/sessions/current',
  auth: 'staff',
  tag: 'Staff',
  summary: 'Sign out',
});

export const stockMovement = z.strictObject({
  stockMovementId: z.string(),
  skuId: id,
  quantity: z.int(),
  reason: z.enum([...stockReasons, 'order', 'release']),
  note: z.string(),
  stockAfter: z.int().min(0),
  orderNo: z.string().nullable(),
  at: instant,
});

export const createStockMovement = route({
  name: 'createStockMovement',
  method: 'POST',
  path: '/admin/api/stock-movements',
  auth: 'staff',
  tag: 'Stock',
  summary: 'Change stock by a signed quantity, never below zero; the same Idempotency-Key books once (200)',
  headers: z.object({ 'idempotency-key': idempotencyKey.optional() }),
  body: z.strictObject({
    skuId: id,
    quantity: z
      .int()
      .min(-1_000_000)
      .max(1_000_000)
      .refine((value) => value !== 0, '数量不能为 0'),
    reason: z.enum(stockReasons),
    note: text(200).optional(),
  }),
  response: stockMovement,
  status: 201,
  errors: ['SKU_UNKNOWN', 'STOCK_NOT_ENOUGH', 'IDEMPOTENCY_KEY_REUSED', 'FORBIDDEN', 'BUSY'],
});

export const staffRoutes = [staffSignIn, getStaffSession, staffSignOut, createStockMovement] as const;

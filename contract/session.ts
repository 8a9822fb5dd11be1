import { z } from 'zod';
import { instant, id, ownImageUrl, text } from './fields.ts';
import { route } from './route.ts';
import { orderStates } from './states.ts';

export const user = z.strictObject({
  memberId: id,
  nickname: z.string(),
  avatarUrl: z.string().nullable(),
  /** Masked: 138****0000. */
  phone: z.string().nullable(),
});

export const me = z.strictObject({
  ...user.shape,
  points: z.int(),
  orderCounts: z.record(z.enum(orderStates), z.int().min(0)),
  cartQuantity: z.int().min(0),
  joinedAt: instant,
});

export const signIn = route({
  name: 'signIn',
  method: 'POST',
  path: '/api/sessions',
  auth: 'public',
  tag: 'Member',
  summary: 'Sign in with a code from wx.login',
  body: z.strictObject({ code: z.string().min(1).max(200) }),
  response: z.strictObject({ token: z.string(), expiresAt: instant, user }),
  status: 201,
  errors: ['LOGIN_CODE_INVALID', 'ACCOUNT_BLOCKED', 'WECHAT_UNAVAILABLE', 'TOO_MANY_REQUESTS'],
});

export const signOut = route({
  name: 'signOut',
  method: 'DELETE',
  path: '/api/sessions/current',
  auth: 'shopper',
  tag: 'Member',
  summary: 'Revoke this token',
  errors: [],
});

export const getMe = route({
  name: 'getMe',
  method: 'GET',
  path: '/api/me',
  auth: 'shopper',
  tag: 'Member',
  summary: 'Profile, points and order counters',
  response: me,
});

export const updateMe = route({
  name: 'updateMe',
  method: 'PATCH',
  path: '/api/me',
  auth: 'shopper',
  tag: 'Member',
  summary: 'Change nickname or avatar',
  body: z.strictObject({ nickname: text(32, 1).optional(), avatarUrl: ownImageUrl.optional() }),
  response: me,
});

export const sessionRoutes = [signIn, signOut, getMe, updateMe] as const;

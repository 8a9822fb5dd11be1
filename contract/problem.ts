import { z } from 'zod';
import { errorKinds, type ErrorCode } from './errors.ts';

/** RFC 9457 problem document; members beyond these belong to single codes (lines, quote). */
export const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(errorKinds) as [ErrorCode, ...ErrorCode[]]),
  detail: z.string(),
  instance: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
});

export type Problem = z.infer<typeof problem>;

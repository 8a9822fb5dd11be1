import type { z } from 'zod';
import type { V2Fields } from '../signature/v2-signature.ts';

/** What a v2 call decides: the fields of its answer, or a business refusal (result_code FAIL). */
export type V2Outcome =
  | { ok: true; fields: Readonly<Record<string, string | number>> }
  | { ok: false; errCode: string; errCodeDes: string };

export const refuse = (errCode: string, errCodeDes: string): V2Outcome => ({
  ok: false,
  errCode,
  errCodeDes,
});

/** Turns the first fault of the fields into v2's words: LACK_PARAMS where it is missing, else PARAM_ERROR. */
export function refuseFields(error: z.ZodError, fields: V2Fields): V2Outcome {
  const issue = error.issues[0];
  const name = String(issue?.path[0] ?? '');
  return name in fields || name === ''
    ? refuse('PARAM_ERROR', `参数错误：${issue?.message ?? name}`)
    : refuse('LACK_PARAMS', `缺少参数${name}`);
}

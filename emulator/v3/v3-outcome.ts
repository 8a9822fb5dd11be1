import type { z } from 'zod';

/** What a v3 call decides. A refusal's number is the one WeChat shows after Request-ID's last dash. */
export type V3Outcome =
  | { ok: true; status: 200; body: unknown }
  | { ok: true; status: 204 }
  | { ok: false; status: number; code: string; message: string; errorNo: number; detail?: unknown };

export const refuse = (
  status: number,
  code: string,
  message: string,
  errorNo = 0,
  detail?: unknown,
): V3Outcome => ({
  ok: false,
  status,
  code,
  message,
  errorNo,
  ...(detail === undefined ? {} : { detail }),
});

export const systemError = (): V3Outcome => refuse(500, 'SYSTEM_ERROR', '系统异常，请稍后重试');

/** PARAM_ERROR in WeChat's words, for one field of the body, the path or the query. */
export const paramError = (message: string, field: string, location: string, value?: unknown): V3Outcome =>
  refuse(400, 'PARAM_ERROR', message, 268435461, {
    field,
    ...(value === undefined ? {} : { value }),
    issue: message,
    location,
  });

/** The first fault of a body that does not fit its schema. */
export function refuseBody(error: z.ZodError, body: unknown): V3Outcome {
  const issue = error.issues[0];
  if (issue?.code === 'unrecognized_keys') {
    const field = `/${[...issue.path, issue.keys[0] ?? ''].join('/')}`;
    return refuse(400, 'PARAM_ERROR', '参数中含有非法的额外参数', 270924358, {
      field,
      issue: '未知字段',
      location: 'body',
    });
  }
  const path = issue?.path ?? [];
  const value = valueAt(body, path);
  const message = value === undefined ? '缺少必填参数' : `参数错误：${issue?.message ?? ''}`;
  return paramError(message, `/${path.join('/')}`, 'body', value);
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined),
    body,
  );
}

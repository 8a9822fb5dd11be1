import { z } from 'zod';
import { sendRequest, type HttpRequest } from './http-client.ts';
import { parseJson } from './parse-json.ts';
import { WechatError } from './wechat-error.ts';

export type MiniProgramAnswer =
  { ok: true; data: Record<string, unknown> } | { ok: false; errcode: number; errmsg: string };

const anyObject = z.record(z.string(), z.unknown());
const errorPart = z.object({ errcode: z.int().default(0), errmsg: z.string().default('') });

/**
 * A call of api.weixin.qq.com. Its JSON may come as text/plain, so the type is not looked
 * at; its errors come with status 200 and an errcode, which a success may leave out.
 * @throws {WechatError} for everything that is not such an answer
 */
export async function callMiniProgramApi(request: HttpRequest): Promise<MiniProgramAnswer> {
  const answer = await sendRequest(request);
  const { pathname } = new URL(request.url);
  if (answer.status !== 200) {
    throw new WechatError(
      answer.status >= 500 ? 'server' : 'malformed',
      `${pathname} answered ${answer.status}`,
    );
  }
  const data = anyObject.safeParse(parseJson(answer.body));
  const error = errorPart.safeParse(data.data);
  if (!data.success || !error.success)
    throw new WechatError('malformed', `${pathname} answered no proper JSON`);
  return error.data.errcode === 0 ? { ok: true, data: data.data } : { ok: false, ...error.data };
}

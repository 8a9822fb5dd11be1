import { z } from 'zod';
import { DemoFailure } from './demo-failure.ts';
import type { Answer } from './send-request.ts';

/** A problem document of the shop, or the emulator's `{code, message}`; both may carry more. */
const refusal = z.looseObject({
  code: z.string(),
  detail: z.string().optional(),
  message: z.string().optional(),
  errors: z.array(z.looseObject({ path: z.string(), message: z.string() })).optional(),
});

/**
 * The answer in the shape it was promised in.
 * @throws {DemoFailure} with the server's own code and detail where it refused; ANSWER_UNREADABLE where the shape is
 * another one
 */
export function readAnswer<S extends z.ZodType>(
  { request, status, json }: Answer,
  expected: number,
  schema: S,
): z.output<S> {
  if (status !== expected) throw new DemoFailure({ ...refusalOf(json), request, status });
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const detail = `the answer breaks the contract at "${issue?.path.join('.') ?? ''}": ${issue?.message ?? ''}`;
  throw new DemoFailure({ code: 'ANSWER_UNREADABLE', detail, request, status });
}

function refusalOf(json: unknown): { code: string; detail: string } {
  const parsed = refusal.safeParse(json);
  if (!parsed.success) return { code: 'ANSWER_UNREADABLE', detail: excerptOf(json) };
  const { code, detail, message, errors = [] } = parsed.data;
  const places = errors.map((error) => `${error.path}: ${error.message}`);
  return { code, detail: [detail ?? message ?? '', ...places].join('; ') };
}

function excerptOf(json: unknown): string {
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  return text ? `it says: ${text.slice(0, 200)}` : 'it says nothing';
}

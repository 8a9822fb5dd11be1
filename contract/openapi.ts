import { OpenAPIRegistry, OpenApiGeneratorV31, type ResponseConfig } from '@asteasolutions/zod-to-openapi';
import { errorKinds, type ErrorCode } from './errors.ts';
import { problem } from './problem.ts';
import type { RouteSpec } from './route.ts';
import { routes } from './routes.ts';

/** Codes any call may answer with, beside its own. */
function codesOf(spec: RouteSpec): ErrorCode[] {
  const codes: ErrorCode[] = [...(spec.errors ?? []), 'INTERNAL_ERROR'];
  if (spec.body || spec.query || spec.params || spec.headers) codes.push('INVALID_REQUEST');
  if (spec.body) codes.push('MALFORMED_JSON', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE');
  if (spec.auth === 'shopper' || spec.auth === 'staff') codes.push('NOT_SIGNED_IN');
  if (spec.auth === 'staff' && spec.method !== 'GET') codes.push('CSRF_REFUSED');
  return codes;
}

function errorResponses(spec: RouteSpec): Record<string, ResponseConfig> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set(codesOf(spec))) {
    const { status } = errorKinds[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      { description: codes.join(' | '), content: { 'application/problem+json': { schema: problem } } },
    ]),
  );
}

function successResponse(spec: RouteSpec): Record<string, ResponseConfig> {
  if (!spec.response) return { '204': { description: 'Done' } };
  const body = { description: 'OK', content: { 'application/json': { schema: spec.response } } };
  // An idempotent repeat of a creation answers 200 with the same thing.
  return spec.headers
    ? { '200': body, [String(spec.status ?? 200)]: body }
    : { [String(spec.status ?? 200)]: body };
}

function register(registry: OpenAPIRegistry, spec: RouteSpec): void {
  const { params, query, headers, body } = spec;
  registry.registerPath({
    method: spec.method.toLowerCase() as Lowercase<RouteSpec['method']>,
    path: spec.path.replace(/:(\w+)/g, '{$1}'),
    operationId: spec.name,
    summary: spec.summary,
    tags: [spec.tag],
    security: spec.auth === 'shopper' ? [{ shopper: [] }] : spec.auth === 'staff' ? [{ staff: [] }] : [],
    request: {
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...(headers ? { headers } : {}),
      ...(body ? { body: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    },
    responses: { ...successResponse(spec), ...errorResponses(spec) },
  });
}

/** The OpenAPI 3.1 document of the whole HTTP surface, made from the route table. */
export function openApiDocument(serverUrl: string, version: string): object {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'shopper', { type: 'http', scheme: 'bearer' });
  registry.registerComponent('securitySchemes', 'staff', {
    type: 'apiKey',
    in: 'cookie',
    name: 'xiaopu_staff',
  });
  for (const spec of routes) register(registry, spec);
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: 'xiaopu 小铺', version, description: 'A WeChat mini-program shop.' },
    servers: [{ url: serverUrl }],
  });
}

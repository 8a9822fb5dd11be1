import type { z } from 'zod';
import type { ErrorCode } from './errors.ts';

/** Who may call: anybody; a shopper with a bearer token; a shopper if a token is there; staff by cookie. */
export type RouteAuth = 'public' | 'shopper' | 'optional-shopper' | 'staff';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RouteSpec {
  /** Unique; operationId of the OpenAPI document and name of the generated client call. */
  name: string;
  method: HttpMethod;
  /** With `:params`, as @koa/router reads them. */
  path: string;
  auth: RouteAuth;
  summary: string;
  /** Groups the call in the documentation. */
  tag: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  /** Header names in lower case; headers not listed are ignored. */
  headers?: z.ZodObject;
  body?: z.ZodType;
  /** Absent: 204 without a body. */
  response?: z.ZodType;
  /** Status of success; default 200, or 204 without `response`. */
  status?: 200 | 201 | 204;
  errors?: readonly ErrorCode[];
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What a handler receives, typed by the route's own schemas. */
export interface RouteInput<R extends RouteSpec> {
  params: Parsed<R['params']>;
  query: Parsed<R['query']>;
  headers: Parsed<R['headers']>;
  body: Parsed<R['body']>;
}

/** What a handler has to return on success. */
export type RouteOutput<R extends RouteSpec> = R['response'] extends z.ZodType
  ? z.input<R['response']>
  : undefined;

/** Declares a route: keeps the literal types of the schemas for handlers and clients. */
export function route<const R extends RouteSpec>(spec: R): R {
  return spec;
}

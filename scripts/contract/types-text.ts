import { compile } from 'json-schema-to-typescript';
import { z } from 'zod';
import { problem } from '../../contract/problem.ts';
import type { RouteSpec } from '../../contract/route.ts';
import { namedSchemas, pascalCase } from './named-schemas.ts';

type Json = Record<string, unknown>;
type Registry = Awaited<ReturnType<typeof namedSchemas>>;

const inputParts = ['params', 'query', 'headers', 'body'] as const;

/** A record with known keys has each of them; JSON Schema says it in a way the type compiler does not read. */
function spellOutKeys(schema: Json): void {
  const names = schema['propertyNames'] as { enum?: string[] } | undefined;
  if (!names?.enum) return;
  const value = schema['additionalProperties'];
  schema['properties'] = Object.fromEntries(names.enum.map((name) => [name, value]));
  schema['required'] = names.enum;
  schema['additionalProperties'] = false;
  delete schema['propertyNames'];
}

/** JSON schemas by type name: those asked for, and the named ones they refer to. */
function definitions(
  schemas: Record<string, z.ZodType>,
  io: 'input' | 'output',
  metadata: Registry,
): Record<string, Json> {
  const whole = z.toJSONSchema(z.object(schemas), {
    io,
    metadata,
    target: 'draft-7',
    override: ({ jsonSchema }) => spellOutKeys(jsonSchema),
  });
  const asked = Object.entries((whole.properties ?? {}) as Record<string, Json>);
  // A type with a name of its own stands among the definitions, and here only as a reference to it.
  const unnamed = Object.fromEntries(asked.filter(([, schema]) => !('$ref' in schema)));
  return { ...((whole.definitions ?? {}) as Record<string, Json>), ...unnamed };
}

/** The type of one part of a call: the schema's own name, or one made from the call's. */
function typeName(spec: RouteSpec, part: string, schema: z.ZodType, names: Registry): string {
  return names.get(schema)?.id ?? `${pascalCase(spec.name)}${pascalCase(part)}`;
}

function merge(inputs: Record<string, Json>, outputs: Record<string, Json>): Record<string, Json> {
  for (const [name, schema] of Object.entries(inputs)) {
    const other = outputs[name];
    if (other && JSON.stringify(other) !== JSON.stringify(schema)) {
      throw new Error(`${name} differs as input and as answer: export two schemas from contract/`);
    }
  }
  return { ...inputs, ...outputs };
}

function refTo(name: string): Json {
  return { $ref: `#/definitions/${name}` };
}

function objectOf(properties: Record<string, Json>, more: Json = {}): Json {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
    ...more,
  };
}

/** A call as a schema: `{ input: { params, query, headers, body }, answer }`. */
function callSchema(spec: RouteSpec, names: Registry): Json {
  const input = inputParts.flatMap((part) => {
    const schema = spec[part];
    return schema ? [[part, refTo(typeName(spec, part, schema, names))] as const] : [];
  });
  const { response, summary } = spec;
  const answer = response ? refTo(typeName(spec, 'answer', response, names)) : { tsType: 'undefined' };
  return objectOf({ input: objectOf(Object.fromEntries(input)), answer }, { description: summary });
}

/** Drops comments that tell how a type was made, or how many items an array may have. */
function withoutNoise(types: string): string {
  return types.replace(/\/\*\*\n(?: \*[^\n]*\n)*? \*\/\n/g, (comment) =>
    /was referenced by|@(min|max)Items/.test(comment) ? '' : comment,
  );
}

/** TypeScript types of every call's input and answer, as they are on the wire, without any import. */
export async function typesText(routes: readonly RouteSpec[]): Promise<string> {
  const names = await namedSchemas();
  const inputs: Record<string, z.ZodType> = {};
  const outputs: Record<string, z.ZodType> = { Problem: problem };
  for (const spec of routes) {
    for (const part of inputParts) {
      const schema = spec[part];
      if (schema) inputs[typeName(spec, part, schema, names)] = schema;
    }
    if (spec.response) outputs[typeName(spec, 'answer', spec.response, names)] = spec.response;
  }
  const calls = objectOf(Object.fromEntries(routes.map((spec) => [spec.name, callSchema(spec, names)])), {
    description: 'Every call by name: what it takes and what it answers.',
    definitions: merge(definitions(inputs, 'input', names), definitions(outputs, 'output', names)),
  });
  const types = await compile(calls, 'Calls', {
    bannerComment: '',
    format: false,
    additionalProperties: false,
    unreachableDefinitions: true,
    ignoreMinAndMaxItems: true,
  });
  return withoutNoise(types);
}

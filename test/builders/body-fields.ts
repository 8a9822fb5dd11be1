import { z } from 'zod';

export type FieldKind = 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';

/** One field of a body, however deep: `lines.0.skuId`. */
export interface BodyField {
  path: (string | number)[];
  kind: FieldKind;
  schema: Json;
}

type Json = Record<string, unknown>;

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function* fieldsOf(schema: Json, path: (string | number)[]): Generator<BodyField> {
  for (const variants of [schema['anyOf'], schema['oneOf'], schema['allOf']]) {
    if (Array.isArray(variants))
      for (const variant of variants) if (isJson(variant)) yield* fieldsOf(variant, path);
  }
  if (typeof schema['type'] === 'string' && path.length > 0) {
    yield { path, kind: schema['type'] as FieldKind, schema };
  }
  if (isJson(schema['properties'])) {
    for (const [name, property] of Object.entries(schema['properties'])) {
      if (isJson(property)) yield* fieldsOf(property, [...path, name]);
    }
  }
  if (isJson(schema['items'])) yield* fieldsOf(schema['items'], [...path, 0]);
}

/** Every field that a body's schema knows. */
export function bodyFields(body: z.ZodType): BodyField[] {
  return [...fieldsOf(z.toJSONSchema(body, { io: 'input' }), [])];
}

/** A body in which only this field is set. */
export function bodyWith(path: readonly (string | number)[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, step) => (step === 0 ? [inner] : { [step]: inner }), value);
}

const operator = { $gt: '' };

const wrong: Record<FieldKind, readonly unknown[]> = {
  string: [operator, { $ne: null }, 5, true, null, ['x'], `x\u0000${'x'.repeat(5000)}`],
  integer: [operator, '1', 'x', 1.5, null, true, [1], 2 ** 53],
  number: [operator, '1', 'x', null, true, [1]],
  boolean: [operator, 'true', 1, null, []],
  array: [operator, { 0: {} }, 'x', 5, null, Array.from({ length: 10_000 }, () => null)],
  object: ['x', 5, null, []],
};

/** Values that this field must refuse. */
export function wrongValues({ kind, schema }: BodyField): readonly unknown[] {
  return typeof schema['minimum'] === 'number' && schema['minimum'] >= 0 ? [...wrong[kind], -1] : wrong[kind];
}

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const folder = join(import.meta.dirname, '../../contract');

export function pascalCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/**
 * A registry that gives every object schema exported by contract/ its export's name, so that a type is written
 * once and referred to wherever it occurs: `order` becomes `Order`.
 */
export async function namedSchemas(): Promise<z.core.$ZodRegistry<{ id: string }>> {
  const registry = z.registry<{ id: string }>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
    const exported = (await import(join(folder, file))) as Record<string, unknown>;
    for (const [name, value] of Object.entries(exported)) {
      if (value instanceof z.ZodObject || value instanceof z.ZodUnion) {
        registry.add(value, { id: pascalCase(name) });
      }
    }
  }
  return registry;
}

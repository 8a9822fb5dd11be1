import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const directory = path.join(path.dirname(require.resolve('@lobehub/fluent-emoji-3d/package.json')), 'assets');

let known: ReadonlySet<string> | undefined;

/** The picture file of an emoji, or undefined where the package has none. Files are named by code points. */
export function emojiFile(emoji: string): string | undefined {
  known ??= new Set(readdirSync(directory));
  const name = `${Array.from(emoji, (character) => (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')).join('-')}.webp`;
  return known.has(name) ? path.join(directory, name) : undefined;
}

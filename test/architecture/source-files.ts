import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, resolve, sep } from 'node:path';

export interface SourceFile {
  /** From the root of the repository, with forward slashes. */
  path: string;
  text: string;
}

export const root = resolve(import.meta.dirname, '../..');

const skipped = new Set(['node_modules', 'dist', '.git', '.data', 'coverage', '.cache']);
const binary = new Set(['.png', '.jpg', '.jpeg', '.webp', '.gif', '.ico', '.woff2', '.gz', '.zip', '.pdf']);

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : entry.isFile() ? [path] : [];
  });
}

/** Every text file of the repository, as it lies on disk. */
export function allFiles(): SourceFile[] {
  return walk(root)
    .filter((path) => !binary.has(extname(path)) && !path.endsWith('.log'))
    .map((path) => ({ path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }));
}

/** Whether people write it as code: not data, not prose, not generated. */
export function isCode({ path }: { path: string }): boolean {
  return /\.(ts|tsx|mts|mjs|js)$/.test(path) && !path.startsWith('miniprogram/contract/');
}

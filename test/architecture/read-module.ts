import { parseSync } from '@swc/core';
import { dirname, join } from 'node:path/posix';
import type { SourceFile } from './source-files.ts';

/** What one file of code imports, and which constructs of the language it uses. */
export interface Module {
  path: string;
  /** Files of the repository it imports, by path; `import type` counts like any other. */
  files: string[];
  /** Packages (`zod`, `@koa/router`) and built-in modules (`node:fs`). */
  packages: string[];
  /** Names of constructs met: `any`, `enum`, `non-null assertion`, `test.only`. */
  constructs: string[];
}

type Node = Record<string, unknown>;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

function* nodesOf(value: unknown): Generator<Node> {
  if (!isNode(value)) return;
  if ('type' in value) yield value;
  for (const child of Object.values(value)) yield* nodesOf(child);
}

function stringOf(value: unknown): string | undefined {
  return isNode(value) && typeof value['value'] === 'string' ? value['value'] : undefined;
}

/** The module a node imports: `import`, `export … from`, `import()` and `import('…').Type`. */
function importedBy(node: Node): string | undefined {
  switch (node['type']) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return stringOf(node['source']);
    case 'TsImportType':
      return stringOf(node['argument']);
    case 'CallExpression': {
      const [first]: unknown[] = Array.isArray(node['arguments']) ? node['arguments'] : [];
      const dynamic = isNode(node['callee']) && node['callee']['type'] === 'Import';
      return dynamic && isNode(first) ? stringOf(first['expression']) : undefined;
    }
    default:
      return undefined;
  }
}

/** `test.only`, `describe.skip`, … whether called on the spot or handed on. */
function focusOf(node: Node): string | undefined {
  if (node['type'] !== 'MemberExpression') return undefined;
  const on = stringOf(node['object']);
  const name = stringOf(node['property']);
  if (!on || !name || !['test', 'it', 'describe'].includes(on)) return undefined;
  return ['only', 'skip', 'todo'].includes(name) ? `${on}.${name}` : undefined;
}

function constructOf(node: Node): string | undefined {
  if (node['type'] === 'TsKeywordType' && node['kind'] === 'any') return 'any';
  if (node['type'] === 'TsEnumDeclaration') return 'enum';
  if (node['type'] === 'TsNonNullExpression') return 'non-null assertion';
  return focusOf(node);
}

/** Parses a file; what it imports by a relative path is resolved to a path of the repository. */
export function readModule({ path, text }: SourceFile): Module {
  const tsx = path.endsWith('x');
  const tree = parseSync(text, { syntax: 'typescript', tsx, target: 'es2022' });
  const module: Module = { path, files: [], packages: [], constructs: [] };
  for (const node of nodesOf(tree)) {
    const imported = importedBy(node);
    if (imported?.startsWith('.')) module.files.push(join(dirname(path), imported));
    else if (imported !== undefined) module.packages.push(packageOf(imported));
    const construct = constructOf(node);
    if (construct) module.constructs.push(construct);
  }
  return module;
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

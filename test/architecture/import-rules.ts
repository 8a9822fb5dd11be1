import type { Module } from './read-module.ts';

/** The rooms of server/, highest floor first. A room imports rooms below it and itself, nothing above. */
export const floors = [
  'top',
  'storefront',
  'report',
  'review',
  'message',
  'aftersale',
  'delivery',
  'payment',
  'order',
  'cart',
  'pricing',
  'promotion',
  'stock',
  'catalog',
  'member',
  'address',
  'staff',
  'media',
  'wechat',
  'incident',
  'platform',
] as const;

/** The room of a file of server/: its folder, or `top` for app.ts, main.ts and rooms.ts. */
function roomOf(path: string): string | undefined {
  const parts = path.split('/');
  if (parts[0] !== 'server') return undefined;
  return parts.length === 2 ? 'top' : parts[1];
}

function floorOf(room: string): number {
  return (floors as readonly string[]).indexOf(room);
}

/** Files of server/ whose room nobody gave a floor. */
export function unknownRooms(modules: readonly Module[]): string[] {
  const rooms = new Set(modules.map(({ path }) => roomOf(path)));
  return [...rooms]
    .filter((room) => room !== undefined && floorOf(room) < 0)
    .map((room) => `server/${room} has no floor: add it to the list in test/architecture/import-rules.ts`);
}

/** Imports that go up the house. */
export function upwardImports(modules: readonly Module[]): string[] {
  return modules.flatMap(({ path, files }) => {
    const from = roomOf(path);
    if (from === undefined) return [];
    return files
      .filter((file) => {
        const to = roomOf(file);
        return to !== undefined && to !== from && floorOf(to) <= floorOf(from);
      })
      .map(
        (file) => `${path} imports ${file}, but ${roomOf(file)} is above ${from}: speak upwards by events`,
      );
  });
}

/** What each part of the repository may import: its own files and these. `null`: any package. */
const allowed: Record<string, { parts: string[]; packages: RegExp | null }> = {
  contract: { parts: [], packages: /^(zod|@asteasolutions\/zod-to-openapi)$/ },
  server: { parts: ['contract'], packages: null },
  emulator: { parts: [], packages: null },
  scripts: { parts: ['contract', 'server', 'emulator'], packages: null },
  miniprogram: { parts: [], packages: /^(tdesign-miniprogram|miniprogram-api-typings)$/ },
};

function partOf(path: string): string {
  return path.split('/')[0] ?? '';
}

/** Imports from one part of the repository into another that it must not know. */
export function foreignImports(modules: readonly Module[]): string[] {
  return modules.flatMap(({ path, files, packages }) => {
    const part = partOf(path);
    const rule = allowed[part];
    if (!rule) return [];
    const strange = files.filter((file) => partOf(file) !== part && !rule.parts.includes(partOf(file)));
    const unwanted = packages.filter((name) => rule.packages !== null && !rule.packages.test(name));
    return [...strange, ...unwanted].map((name) => `${path} imports ${name}: ${part}/ must not know it`);
  });
}

/** Packages that a production install would lack: contract/ and server/ run without devDependencies. */
export function undeclaredPackages(modules: readonly Module[], dependencies: readonly string[]): string[] {
  return modules
    .filter(({ path }) => ['contract', 'server'].includes(partOf(path)))
    .flatMap(({ path, packages }) =>
      packages
        .filter((name) => !name.startsWith('node:') && !dependencies.includes(name))
        .map((name) => `${path} imports ${name}, which is not in "dependencies" of package.json`),
    );
}

/** Circles of files that import one another, each told once. */
export function cycles(modules: readonly Module[]): string[] {
  const imports = new Map(modules.map(({ path, files }) => [path, files]));
  const finished = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: string[]): void => {
    if (finished.has(path)) return;
    const start = trail.indexOf(path);
    if (start >= 0) {
      found.push(`${[...trail.slice(start), path].join(' → ')} is a circle`);
      return;
    }
    for (const next of imports.get(path) ?? []) visit(next, [...trail, path]);
    finished.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  return found;
}

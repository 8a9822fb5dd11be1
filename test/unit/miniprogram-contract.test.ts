import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { routes } from '../../contract/routes.ts';
import { miniprogramContract } from '../../scripts/contract/miniprogram-contract.ts';
import { readModule } from '../architecture/read-module.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'miniprogram/contract');

/** What the compiler says of these files alone, with no types of Node or of packages in reach. */
function typeErrors(files: string[]): string {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--ignoreConfig', '--target', 'es2020', '--module', 'es2020'];
  const resolution = ['--moduleResolution', 'bundler', '--types', '', '--isolatedModules'];
  const run = spawnSync(process.execPath, [compiler, ...options, ...resolution, ...files], {
    encoding: 'utf8',
  });
  return run.stdout + run.stderr;
}

test('the files are what the contract makes now; if not: npm run contract', async () => {
  const made = await miniprogramContract();
  expect(readdirSync(folder).sort()).toEqual([...made.keys()].sort());
  for (const [name, text] of made) expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
});

test('every call of shoppers is there, and none of the staff', () => {
  const table = readFileSync(join(folder, 'routes.ts'), 'utf8');
  for (const { name, path } of routes) {
    expect(new RegExp(`^  ${name}: \\{`, 'm').test(table)).toBe(path.startsWith('/api/'));
  }
});

test('they import nothing and type-check on their own', () => {
  const names = readdirSync(folder);
  for (const name of names) {
    const module = readModule({ path: name, text: readFileSync(join(folder, name), 'utf8') });
    expect([...module.files, ...module.packages]).toEqual([]);
  }
  expect(typeErrors(names.map((name) => join(folder, name)))).toBe('');
});

test('a use of them is checked: the compiler refuses a wrong one', () => {
  const place = mkdtempSync(join(tmpdir(), 'xiaopu-contract-'));
  try {
    const file = join(place, 'use.ts');
    const use = (quantity: string): void =>
      writeFileSync(
        file,
        `import type { Calls } from '${join(folder, 'types')}';
         export const input: Calls['addCartLine']['input'] = { body: { skuId: 'a', quantity: ${quantity} } };
         export const total = (cart: Calls['addCartLine']['answer']): number => cart.totals.goodsFen;`,
      );
    use('1');
    expect(typeErrors([file])).toBe('');
    use("'1'");
    expect(typeErrors([file])).toContain("Type 'string' is not assignable to type 'number'");
  } finally {
    rmSync(place, { recursive: true });
  }
});

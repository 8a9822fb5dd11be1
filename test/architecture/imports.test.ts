import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cycles, foreignImports, undeclaredPackages, unknownRooms, upwardImports } from './import-rules.ts';
import { type Module, readModule } from './read-module.ts';
import { allFiles, isCode, root } from './source-files.ts';

const modules = allFiles()
  .filter((file) => isCode(file) || file.path.startsWith('miniprogram/contract/'))
  .filter(({ path }) => /^(server|contract|emulator|scripts|miniprogram|test)\//.test(path))
  .map(readModule);

function fake(path: string, imports: { files?: string[]; packages?: string[] }): Module {
  return { path, files: [], packages: [], constructs: [], ...imports };
}

describe('the house as it stands', () => {
  test('its files were found', () => {
    expect(modules.filter(({ path }) => path.startsWith('server/')).length).toBeGreaterThan(50);
    const app = modules.find(({ path }) => path === 'server/app.ts');
    expect(app?.files).toContain('contract/routes.ts');
    expect(app?.packages).toContain('koa');
  });
  test('every room has a floor', () => expect(unknownRooms(modules)).toEqual([]));
  test('rooms import only what is below them', () => expect(upwardImports(modules)).toEqual([]));
  test('parts do not know what they must not know', () => expect(foreignImports(modules)).toEqual([]));
  test('the server runs on its declared dependencies', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const { dependencies } = manifest as { dependencies: Record<string, string> };
    expect(undeclaredPackages(modules, Object.keys(dependencies))).toEqual([]);
  });
  test('no files import one another in a circle', () => expect(cycles(modules)).toEqual([]));
});

describe('the rules can fail', () => {
  test('a room nobody placed', () => {
    expect(unknownRooms([fake('server/garage/park.ts', {})])).toEqual([
      expect.stringContaining('server/garage has no floor'),
    ]);
  });

  test('an import upwards, and one from a room into app.ts', () => {
    const up = fake('server/stock/take.ts', { files: ['server/order/order-model.ts'] });
    expect(upwardImports([up])).toEqual([expect.stringContaining('order is above stock')]);
    const top = fake('server/platform/log.ts', { files: ['server/app.ts'] });
    expect(upwardImports([top])).toEqual([expect.stringContaining('top is above platform')]);
  });

  test('an import downwards, inwards or of the contract is fine', () => {
    const down = fake('server/order/place.ts', {
      files: ['server/stock/movement.ts', 'server/order/rules.ts', 'contract/order.ts'],
    });
    expect([...upwardImports([down]), ...foreignImports([down])]).toEqual([]);
  });

  test.each([
    ['contract/order.ts', { files: ['server/order/rules.ts'] }],
    ['contract/order.ts', { packages: ['node:fs'] }],
    ['server/app.ts', { files: ['test/setup/shop.ts'] }],
    ['server/app.ts', { files: ['emulator/world.ts'] }],
    ['emulator/world.ts', { files: ['contract/order.ts'] }],
    ['emulator/world.ts', { files: ['server/wechat/pay/v2/sign.ts'] }],
    ['scripts/seed/seed.ts', { files: ['test/builders/order.ts'] }],
    ['miniprogram/pages/cart.ts', { files: ['contract/cart.ts'] }],
    ['miniprogram/contract/types.ts', { packages: ['zod'] }],
  ])('%s that imports %j', (path, imports) => {
    expect(foreignImports([fake(path, imports)])).toHaveLength(1);
  });

  test('a package of development in the server', () => {
    const module = fake('server/app.ts', { packages: ['koa', 'supertest', 'node:fs'] });
    expect(undeclaredPackages([module], ['koa'])).toEqual([expect.stringContaining('supertest')]);
  });

  test('a circle of three, told once', () => {
    const circle = [
      fake('a.ts', { files: ['b.ts'] }),
      fake('b.ts', { files: ['c.ts'] }),
      fake('c.ts', { files: ['a.ts'] }),
      fake('d.ts', { files: ['a.ts'] }),
    ];
    expect(cycles(circle)).toEqual(['a.ts → b.ts → c.ts → a.ts is a circle']);
  });
});

test('every way of importing is read', () => {
  const text = `
    import a from './a.ts';
    import type { B } from '../b.ts';
    export * from './c.ts';
    export { d } from './d.ts';
    const e = await import('./e.ts');
    type F = import('./f.ts').F;
    import '@koa/router/deep';
    import { z } from 'zod';
    // import x from './comment.ts';
    const s = "from './string.ts'";
  `;
  const module = readModule({ path: 'server/room/file.ts', text });
  expect(module.files).toEqual([
    'server/room/a.ts',
    'server/b.ts',
    'server/room/c.ts',
    'server/room/d.ts',
    'server/room/e.ts',
    'server/room/f.ts',
  ]);
  expect(module.packages).toEqual(['@koa/router', 'zod']);
});

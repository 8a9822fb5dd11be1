import { readModule } from './read-module.ts';
import { allFiles, isCode, type SourceFile } from './source-files.ts';
import {
  badNames,
  bannedConstructs,
  lockedHosts,
  machineNames,
  silencedCompiler,
  tooLong,
} from './text-rules.ts';

const files = allFiles();
const code = files.filter(isCode);
const lock = files.find(({ path }) => path === 'package-lock.json')?.text ?? '';

function fake(path: string, text = ''): SourceFile {
  return { path, text };
}
/** In one piece it would be found in this very file. */
function silencer(name: string): string {
  return `// ${['@ts', name].join('-')}`;
}
const linesOf = (count: number): string => 'x;\n'.repeat(count);

describe('the files as they stand', () => {
  test('they were found', () => {
    expect(code.length).toBeGreaterThan(100);
    expect(lock.length).toBeGreaterThan(1000);
  });
  test('none is too long', () => expect(tooLong(code)).toEqual([]));
  test('names are kebab-case and say something', () => expect(badNames(code)).toEqual([]));
  test('no any, enum, non-null assertion, focused or skipped test', () =>
    expect(bannedConstructs(code.map(readModule))).toEqual([]));
  test('the compiler is not silenced', () => expect(silencedCompiler(code)).toEqual([]));
  test('the lock file names no host', () => expect(lockedHosts(lock)).toEqual([]));
  test('nothing names a machine', () =>
    expect(machineNames(files, process.env['npm_config_registry'])).toEqual([]));
});

describe('the rules can fail', () => {
  test('length', () => {
    expect(tooLong([fake('server/a.ts', linesOf(300)), fake('test/a.ts', linesOf(500))])).toEqual([]);
    expect(tooLong([fake('server/a.ts', linesOf(301)), fake('test/a.ts', linesOf(501))])).toHaveLength(2);
  });

  test.each(['server/order/placeOrder.ts', 'server/Order/place.ts', 'server/order/place_order.ts'])(
    'name %s',
    (path) => expect(badNames([fake(path)])).toEqual([expect.stringContaining('kebab-case')]),
  );

  test.each(['server/utils/fen.ts', 'server/order/order-helper.ts', 'server/manager.ts', 'test/common.ts'])(
    'empty word %s',
    (path) => expect(badNames([fake(path)])).toEqual([expect.stringContaining('what it does')]),
  );

  test.each([
    'server/order/place-order.ts',
    'test/api/order.test.ts',
    'jest.config.mjs',
    'server/v3/v3-call.ts',
  ])('good name %s', (path) => expect(badNames([fake(path)])).toEqual([]));

  test.each([
    ['any', 'const x: any = 1;'],
    ['any', 'const x = y as Record<string, any>;'],
    ['enum', 'enum E { A }'],
    ['non-null assertion', 'const x = y!;'],
  ])('%s in %s', (name, text) => {
    expect(bannedConstructs([readModule(fake('server/a.ts', text))])).toEqual([`server/a.ts uses ${name}`]);
  });

  test.each([
    ['test.only', "test.only('x', () => {});"],
    ['it.skip', "it.skip('x', () => {});"],
    ['describe.skip', 'const suite = found ? describe : describe.skip;'],
  ])('%s in a test', (name, text) => {
    expect(bannedConstructs([readModule(fake('test/a.test.ts', text))])).toEqual([
      `test/a.test.ts uses ${name}`,
    ]);
  });

  test('words in comments and strings are not constructs', () => {
    const text = "// any enum test.only(\nconst s = 'x: any'; const limit = map.get('a')?.only;";
    expect(bannedConstructs([readModule(fake('server/a.ts', text))])).toEqual([]);
  });

  test.each(['ignore', 'nocheck', 'expect-error'])('silencer %s', (name) => {
    expect(silencedCompiler([fake('server/a.ts', silencer(name))])).toHaveLength(1);
  });

  test('a lock file with hosts', () => {
    expect(lockedHosts('"resolved": "https://packages.example/zod/-/zod-4.tgz"')).toEqual([
      expect.stringContaining('https://packages.example'),
    ]);
  });

  test('a path and a registry of one machine', () => {
    const found = machineNames(
      [fake('README.md', `see ${['', 'work', 'notes'].join('/')} and https://packages.example:8081/x`)],
      'https://packages.example:8081/npm/',
    );
    expect(found).toHaveLength(2);
  });
});

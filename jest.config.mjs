/** Suites run as native ES modules; swc only strips the types. */
const swc = {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022', experimental: { keepImportAttributes: true } },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};
const project = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
};
/** Suites that need no database: selecting only these starts none. */
const withoutDatabase = ['unit', 'architecture'];
export default {
  testTimeout: 30_000,
  projects: [
    {
      ...project,
      displayName: 'unit',
      testMatch: withoutDatabase.map((suite) => `<rootDir>/test/${suite}/**/*.test.ts`),
    },
    {
      ...project,
      displayName: 'real',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: withoutDatabase.map((suite) => `<rootDir>/test/${suite}/`),
      globalSetup: '<rootDir>/test/setup/start-database.mjs',
      globalTeardown: '<rootDir>/test/setup/stop-database.mjs',
    },
  ],
};

/**
 * Jest's globalSetup for the suites that need a database: one mongod for the whole run, or the one MONGODB_URI
 * names. Plain JavaScript, since jest does not transform this file; the rest comes through tsx.
 */
import { tsImport } from 'tsx/esm/api';

export default async function startDatabase() {
  if (process.env.MONGODB_URI) {
    process.env.TEST_MONGODB_URI = process.env.MONGODB_URI;
    return;
  }
  const { startTestMongod } = await tsImport('../../scripts/mongo/start-test-mongod.ts', import.meta.url);
  const mongod = await startTestMongod({
    // For tests that make single commands fail (failCommand).
    setParameters: { enableTestCommands: true },
    log: (line) => process.stderr.write(`mongod: ${line}\n`),
  });
  process.env.TEST_MONGODB_URI = mongod.uri;
  globalThis.stopTestDatabase = () => mongod.stop();
}

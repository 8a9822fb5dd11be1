import path from 'node:path';
import { startEmulator } from './start-emulator.ts';

const port = Number(process.env['EMULATOR_PORT'] ?? 3010);
const dataFile = path.join(process.env['DATA_DIR'] ?? '.data', 'emulator.json');

function fail(reason: string): never {
  console.error(`WeChat emulator: ${reason}`);
  process.exit(1);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && error.code === 'EADDRINUSE'
    ? `port ${port} is in use; set EMULATOR_PORT to a free one`
    : error.message;
}

if (!Number.isInteger(port) || port < 0 || port > 65_535)
  fail(`EMULATOR_PORT is no port: ${process.env['EMULATOR_PORT']}`);

const emulator = await startEmulator({ port, dataFile }).catch((error: unknown) => fail(reasonOf(error)));
console.log(`WeChat emulator: ${emulator.url}/emulator`);

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    emulator.close().then(
      () => process.exit(0),
      (error: unknown) => fail(reasonOf(error)),
    );
  });
}

import { startChild, type Child } from './start-child.ts';
import { waitUntil } from './wait-until.ts';

/** What the emulator says a merchant would have been given by WeChat. */
export type EmulatorConfig = {
  appId: string;
  appSecret: string;
  mchId: string;
  v2Key: string;
  v3Key: string;
  mchSerial: string;
  mchPrivateKeyPem: string;
  platformKeys: { id: string; publicKeyPem: string }[];
};

type Options = { port: number; dataDir: string; logDir: string; env: NodeJS.ProcessEnv };

/** Starts WeChat's emulated side; `config` settles when it answers. */
export function startEmulator({ port, dataDir, logDir, env }: Options): {
  child: Child;
  url: string;
  config: Promise<EmulatorConfig>;
} {
  const childEnv = { ...env, EMULATOR_PORT: String(port), DATA_DIR: dataDir };
  const child = startChild({ name: 'WeChat emulator', script: 'emulator/main.ts', env: childEnv, logDir });
  const url = `http://127.0.0.1:${port}`;
  const ask = async () => {
    const answer = await fetch(`${url}/emulator/config`, { signal: AbortSignal.timeout(2_000) });
    // Its own contract test guards the shape; a wrong field would make the server refuse to start.
    return answer.ok ? ((await answer.json()) as EmulatorConfig) : undefined;
  };
  return { child, url, config: waitUntil(child, ask, 60_000) };
}

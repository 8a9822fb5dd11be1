import { stopStack } from '../../scripts/start/stop-stack.ts';

function recorder(name: string, stopped: string[]) {
  return {
    name,
    stop: async () => void stopped.push(name),
    kill: () => undefined,
  };
}

test('what was started last is stopped first', async () => {
  const stopped: string[] = [];
  const stack = stopStack();
  for (const name of ['mongod', 'emulator', 'server']) stack.push(recorder(name, stopped));
  await stack.stopAll();
  expect(stopped).toEqual(['server', 'emulator', 'mongod']);
});

test('Ctrl-C before anything runs: what comes up meanwhile is stopped by the next stopAll', async () => {
  const stopped: string[] = [];
  const stack = stopStack();
  await stack.stopAll();
  stack.push(recorder('mongod', stopped));
  await stack.stopAll();
  expect(stopped).toEqual(['mongod']);
});

import { createServer, type Server } from 'node:net';
import { freePort, isPortTaken } from '../../scripts/mongo/port.ts';

const servers: Server[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done)))));

async function listenOn(host: string): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, host, done));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test.each(['127.0.0.1', '0.0.0.0'])('a port somebody listens on at %s is taken', async (host) => {
  expect(await isPortTaken(await listenOn(host))).toBe(true);
});

test('a free port is not', async () => {
  expect(await isPortTaken(await freePort())).toBe(false);
});

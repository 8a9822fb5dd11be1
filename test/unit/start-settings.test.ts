import { createServer, type Server } from 'node:net';
import { resolve } from 'node:path';
import { freePort } from '../../scripts/mongo/port.ts';
import { readStartSettings } from '../../scripts/start/start-settings.ts';

const free = { PORT: '0', EMULATOR_PORT: '0' };
let busy: Server;
let busyPort: number;
beforeAll(async () => {
  busyPort = await freePort();
  busy = createServer();
  await new Promise<void>((done) => busy.listen(busyPort, '127.0.0.1', done));
});
afterAll(() => new Promise((done) => busy.close(done)));

test('everything has a default, and an empty variable counts as unset', async () => {
  const settings = await readStartSettings({ ...free, DATA_DIR: '', MONGODB_URI: '', ADMIN_PASSWORD: '' });
  expect(settings).toMatchObject({
    dataDir: resolve('.data'),
    mongodbUri: undefined,
    mongodbPort: undefined,
    adminUsername: 'admin',
    adminPassword: undefined,
    publicUrl: `http://localhost:${settings.port}`,
  });
});

test.each(['PORT', 'EMULATOR_PORT', 'MONGODB_PORT'])(
  'a taken port names the variable to change: %s',
  async (name) => {
    const attempt = readStartSettings({ ...free, [name]: String(busyPort) });
    await expect(attempt).rejects.toThrow(`Port ${busyPort} is taken by another program. Set ${name}`);
  },
);

test.each(['abc', '-1', '70000', '3000.5', '0x10'])('PORT=%s is refused', async (text) => {
  await expect(readStartSettings({ ...free, PORT: text })).rejects.toThrow(
    `PORT is not a port number: ${text}`,
  );
});

test('shop and emulator cannot share a port', async () => {
  const port = String(await freePort());
  await expect(readStartSettings({ PORT: port, EMULATOR_PORT: port })).rejects.toThrow('must differ');
});

test('MONGODB_PORT is not looked at where MONGODB_URI names another database', async () => {
  const settings = await readStartSettings({
    ...free,
    MONGODB_URI: 'mongodb://db/',
    MONGODB_PORT: String(busyPort),
  });
  expect(settings.mongodbPort).toBeUndefined();
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import { readConfig } from './platform/config.ts';
import { errorCode } from './platform/error-code.ts';
import { openShop } from './platform/open-shop.ts';
import { startWorker } from './platform/outbox/worker.ts';
import { effects, recurring } from './rooms.ts';
import { ensureFirstStaff } from './staff/ensure-first-staff.ts';

const drainMs = 10_000;

async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Stops taking requests and waits for those in hand; a client that hangs is cut off after 10 s. */
async function drain(server: Server): Promise<void> {
  const force = setTimeout(() => server.closeAllConnections(), drainMs);
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
  });
  clearTimeout(force);
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const { shop, alarm, close } = await openShop(config);
  await ensureFirstStaff(shop);
  const stops: (() => Promise<void>)[] = [];
  if (config.ROLE !== 'web') stops.push(await startWorker(shop, effects, recurring, alarm));
  if (config.ROLE !== 'worker') {
    const handle = createApp(shop).callback();
    const server = createServer((request, response) => void handle(request, response));
    const port = await listen(server, config.PORT, config.HOST);
    stops.unshift(() => drain(server));
    shop.log.info({ port, role: config.ROLE, slot: shop.processNo }, 'ready');
    process.send?.({ ready: true, port });
  }
  let stopping = false;
  const stop = (why: string): void => {
    if (stopping) return;
    stopping = true;
    shop.log.info({ why }, 'stopping');
    void (async () => {
      for (const step of stops) await step();
      await close();
      process.exit(0);
    })();
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  // Started by another process that is gone: nobody would stop us later.
  process.on('disconnect', () => stop('starter gone'));
}

main().catch((error: unknown) => {
  const taken = errorCode(error) === 'EADDRINUSE';
  const text = taken
    ? `Port ${process.env['PORT'] ?? 3000} is in use. Set PORT to a free one.`
    : error instanceof Error
      ? error.message
      : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
});

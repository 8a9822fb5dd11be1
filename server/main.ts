import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import { createApp } from './app.ts';
import { outboxAlerts } from './incident/outbox-alerts.ts';
import { readConfig } from './platform/config.ts';
import { errorCode } from './platform/error-code.ts';
import { type OpenShop, openShop } from './platform/open-shop.ts';
import { startWorker } from './platform/outbox/worker.ts';
import { effects, recurring } from './rooms.ts';
import { ensureFirstStaff } from './staff/ensure-first-staff.ts';
import { stockWriter } from './stock/stock-writer.ts';

/** From the signal to stop: requests are cut off, and the process ends whatever still hangs. */
const cutOffMs = 10_000;
const deadlineMs = 15_000;

async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/**
 * Goes on answering for the grace, in which a balancer sees that this process is no longer ready; then takes no
 * more requests and waits for those in hand. A client that hangs is cut off 10 s after the signal.
 */
async function drain(server: Server, graceMs: number): Promise<void> {
  const force = setTimeout(() => server.closeAllConnections(), cutOffMs);
  await setTimeoutAsync(graceMs);
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
  });
  clearTimeout(force);
}

/** Ends the process in order: not ready, drained and at rest, database closed; after 15 s at any price. */
function endOnSignals(open: OpenShop, stops: readonly (() => Promise<void>)[]): void {
  const { shop } = open;
  const stop = (why: string): void => {
    if (shop.draining) return;
    shop.draining = true;
    shop.log.info({ why }, 'stopping');
    setTimeout(() => {
      shop.log.error('not stopped in time');
      process.exit(1);
    }, deadlineMs).unref();
    void (async () => {
      await Promise.all(stops.map((end) => end()));
      await open.close();
      process.exit(0);
    })().catch((error: unknown) => {
      shop.log.error({ err: error }, 'stop failed');
      process.exit(1);
    });
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  // Started by another process that is gone: nobody would stop us later.
  process.on('disconnect', () => stop('starter gone'));
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const open = await openShop(config);
  const { shop, alarm } = open;
  await ensureFirstStaff(shop);
  const stops: (() => Promise<void>)[] = [];
  if (config.ROLE !== 'web') {
    stops.push(await startWorker(shop, { effects, recurring, alerts: outboxAlerts }, alarm));
  }
  let port: number | undefined;
  if (config.ROLE !== 'worker') {
    // Known as a writer from the start: others then leave room for our shoppers' orders.
    await stockWriter(shop).prepare();
    const handle = createApp(shop).callback();
    const server = createServer((request, response) => void handle(request, response));
    port = await listen(server, config.PORT, config.HOST);
    stops.push(() => drain(server, config.DRAIN_GRACE_MS));
  }
  endOnSignals(open, stops);
  shop.log.info({ port, role: config.ROLE, slot: shop.processNo }, 'ready');
  process.send?.({ ready: true, port });
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

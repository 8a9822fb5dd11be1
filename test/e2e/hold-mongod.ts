/** Starts mongod over the directory given and holds it, for tests that kill the starter. */
import { startMongod } from '../../scripts/mongo/start-mongod.ts';

const mongod = await startMongod({ dataDir: process.argv[2] ?? '' });
process.send?.({ pid: mongod.pid, port: mongod.port });
await mongod.exited;

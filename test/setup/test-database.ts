import { randomBytes } from 'node:crypto';
import { mongo } from 'mongoose';

/**
 * The URI of a database that only the calling test file uses; it is dropped after the file's last test. Call it
 * at the top of the file: `const uri = testDatabaseUri('place-order')`.
 * @param name short, for a human who looks into the server; letters, digits, hyphens
 */
export function testDatabaseUri(name: string): string {
  const server = process.env['TEST_MONGODB_URI'];
  if (!server) throw new Error('TEST_MONGODB_URI is not set: this suite belongs outside test/unit');
  const database = `t-${name.slice(0, 30)}-${randomBytes(6).toString('hex')}`;
  const uri = withDatabase(server, database);
  afterAll(async () => {
    const client = new mongo.MongoClient(uri);
    try {
      await client.db(database).dropDatabase();
    } finally {
      await client.close();
    }
  });
  return uri;
}

/** Replaces the database in a connection string. Credentials stay valid: they keep the database they name. */
function withDatabase(server: string, database: string): string {
  const parts = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(server);
  if (!parts) throw new Error('MONGODB_URI is not a MongoDB connection string');
  const [, hosts = '', authDatabase = '', query = ''] = parts;
  const options = new URLSearchParams(query);
  if (authDatabase && hosts.includes('@') && !options.has('authSource'))
    options.set('authSource', authDatabase);
  return `${hosts}/${database}${options.size > 0 ? `?${options.toString()}` : ''}`;
}

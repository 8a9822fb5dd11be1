import { mongo } from 'mongoose';
import { newPassword, saveSecrets, type StartSecrets } from './start-secrets.ts';
import type { StartSettings } from './start-settings.ts';

/**
 * The password of the first staff account where one has to be made: ADMIN_PASSWORD is unset and the shop has no
 * staff. It stays in secrets.json until it was shown, so that a start that fails half-way does not lose it.
 */
export async function firstStaffPassword(
  settings: StartSettings,
  secrets: StartSecrets,
  mongodbUri: string,
): Promise<string | undefined> {
  if (settings.adminPassword !== undefined) return undefined;
  if (secrets.firstStaffPassword !== undefined) return secrets.firstStaffPassword;
  if (await hasStaff(mongodbUri)) return undefined;
  secrets.firstStaffPassword = newPassword();
  await saveSecrets(settings.dataDir, secrets);
  return secrets.firstStaffPassword;
}

/** From here on only its hash, in the database, remains. */
export async function forgetFirstPassword(dataDir: string, secrets: StartSecrets): Promise<void> {
  if (secrets.firstStaffPassword === undefined) return;
  delete secrets.firstStaffPassword;
  await saveSecrets(dataDir, secrets);
}

async function hasStaff(mongodbUri: string): Promise<boolean> {
  const client = new mongo.MongoClient(mongodbUri, { serverSelectionTimeoutMS: 10_000 });
  try {
    return (
      (await client
        .db()
        .collection('staff')
        .findOne({}, { projection: { _id: 1 } })) !== null
    );
  } finally {
    await client.close();
  }
}

import { randomBytes, randomInt } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../mongo/start-error.ts';

export type StartSecrets = {
  shopSecret: string;
  /** Kept only from when it is made until it has been shown. */
  firstStaffPassword?: string;
};

/** The secrets of a shop started by `npm start`: `<DATA_DIR>/secrets.json`, readable by its owner alone. */
export async function loadSecrets(dataDir: string): Promise<StartSecrets> {
  const file = secretsFile(dataDir);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new StartError(`${file} cannot be read: ${error.message}`);
  });
  if (text !== undefined) return parse(file, text);
  const secrets = { shopSecret: randomBytes(32).toString('base64url') };
  await saveSecrets(dataDir, secrets);
  return secrets;
}

/** Written whole or not at all: a lost SHOP_SECRET would sign everybody out, shoppers and staff. */
export async function saveSecrets(dataDir: string, secrets: StartSecrets): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const temporary = `${secretsFile(dataDir)}.new`;
  await writeFile(temporary, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await chmod(temporary, 0o600);
  await rename(temporary, secretsFile(dataDir));
}

/** Easy to read aloud and to type: no 0/O, 1/l/I; 59 bits. */
export function newPassword(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return `${group()}-${group()}-${group()}`;
}

function secretsFile(dataDir: string): string {
  return join(dataDir, 'secrets.json');
}

function parse(file: string, text: string): StartSecrets {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value !== 'object' || value === null || !('shopSecret' in value)) {
    throw new StartError(
      `${file} is damaged. Remove it to have new secrets made (shoppers and staff must sign in again).`,
    );
  }
  const password =
    'firstStaffPassword' in value ? { firstStaffPassword: String(value.firstStaffPassword) } : {};
  return { shopSecret: String(value.shopSecret), ...password };
}

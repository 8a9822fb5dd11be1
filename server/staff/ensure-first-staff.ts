import { isDuplicateKey } from '../platform/mongo/duplicate-key.ts';
import type { Shop } from '../platform/shop.ts';
import { generatePassword, hashPassword } from './password.ts';
import { staff } from './staff-model.ts';

/** One key for whoever comes first: two processes that start at once cannot both make an account. */
const firstStaffId = 'first-staff';

/**
 * Makes the owner's account from ADMIN_USERNAME and ADMIN_PASSWORD where there is no staff yet. Without
 * ADMIN_PASSWORD one is generated and printed, this once: only its hash is kept. Later changes of the two
 * settings change nothing.
 * @throws in production without ADMIN_PASSWORD: a log collector would keep a printed one
 */
export async function ensureFirstStaff(
  shop: Shop,
  print: (line: string) => void = (line) => process.stdout.write(line),
): Promise<void> {
  if (await staff(shop).exists({})) return;
  const username = shop.config.ADMIN_USERNAME.trim().toLowerCase();
  const given = shop.config.ADMIN_PASSWORD;
  if (given === undefined && shop.config.production) {
    throw new Error(
      'There is no staff yet: set ADMIN_PASSWORD for the first account (none is made in production).',
    );
  }
  const password = given ?? generatePassword();
  try {
    await staff(shop).create({
      _id: firstStaffId,
      username,
      displayName: '店主',
      passwordHash: await hashPassword(password),
      role: 'owner',
      state: 'active',
      createdAt: shop.clock.now(),
    });
  } catch (error) {
    if (isDuplicateKey(error)) return;
    throw error;
  }
  if (given === undefined) {
    print(`First staff account · username: ${username} · password: ${password} (shown only this once)\n`);
  }
}

import { hash, verify } from '@node-rs/argon2';
import { randomInt } from 'node:crypto';
import { perShop } from '../platform/shop.ts';

/** Argon2id (the library's default kind) at the first setting of OWASP's password storage cheat sheet. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

export function isPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password);
}

// Without 0, 1, i, l and o, which are misread from a terminal.
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

function lettersOf(length: number): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
}

/** A password to be printed and typed: 16 characters, 79 random bits, in groups of four. */
export function generatePassword(): string {
  return Array.from({ length: 4 }, () => lettersOf(4)).join('-');
}

/** Verified where no account has the name typed, so that the answer takes as long as for a wrong password. */
export const nobodysHash = perShop(() => hashPassword(generatePassword()));

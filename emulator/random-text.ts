import { randomInt } from 'node:crypto';

const ALPHABETS = {
  digits: '0123456789',
  hex: '0123456789abcdef',
  letters: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  openid: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_',
} as const;

/** Unpredictable text of an exact length out of one alphabet. */
export function randomText(length: number, alphabet: keyof typeof ALPHABETS = 'letters'): string {
  const letters = ALPHABETS[alphabet];
  let text = '';
  while (text.length < length) text += letters[randomInt(letters.length)];
  return text;
}

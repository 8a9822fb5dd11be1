import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { errorCode } from './error-code.ts';

const isPem = (value: string): boolean => value.includes('-----BEGIN');

/** PEM text from an environment variable may have its line ends written out as `\n`. */
const withLines = (value: string): string => value.replaceAll('\\n', '\n');

/** A setting that is wrong, told by its name alone: its value may be a key. */
function wrong(name: string, why: string): Error {
  return new Error(`The configuration is not complete: ${name} ${why}.`);
}

function readPem(name: string, file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    throw wrong(
      name,
      `names a file that cannot be read (${typeof code === 'string' ? code : 'unknown error'})`,
    );
  }
  if (!isPem(text)) throw wrong(name, 'names a file that is not PEM text');
  return text;
}

/**
 * The merchant's private key as PEM text, from the variable itself or from the file that `…_FILE` names.
 * @throws Error naming the variable, never its value
 */
export function merchantKey(text: string | undefined, file: string | undefined): string | undefined {
  if (text !== undefined) {
    if (isPem(text)) return withLines(text);
    throw wrong(
      'WECHAT_PAY_MCH_PRIVATE_KEY',
      'is not PEM text with its -----BEGIN line (a file goes in …_FILE)',
    );
  }
  return file === undefined ? undefined : readPem('WECHAT_PAY_MCH_PRIVATE_KEY_FILE', file);
}

function looksLikePath(value: string): boolean {
  return !/[\r\n]/.test(value) && (/\.(pem|crt|key)$/.test(value) || /^(\/|\.\/)/.test(value));
}

/**
 * WeChat's keys: a JSON object of serial or PUB_KEY_ID_… to PEM text or the path of a PEM file.
 * @throws Error naming the variable, never its value
 */
export function platformKeys(json: string): { id: string; pem: string }[] {
  const name = 'WECHAT_PAY_PLATFORM_KEYS';
  let entries: Record<string, string>;
  try {
    entries = z.record(z.string(), z.string()).parse(JSON.parse(json));
  } catch {
    throw wrong(name, 'is not a JSON object of id to key');
  }
  return Object.entries(entries).map(([id, value]) => {
    if (isPem(value)) return { id, pem: withLines(value) };
    if (looksLikePath(value)) return { id, pem: readPem(name, value) };
    throw wrong(name, 'has a key that is neither PEM text nor the path of a PEM file');
  });
}

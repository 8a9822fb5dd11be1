import type { Module } from './read-module.ts';
import type { SourceFile } from './source-files.ts';

function isTest(path: string): boolean {
  return path.startsWith('test/');
}

const mostLines = 300;
const mostTestLines = 500;

/** Files of code that grew too long to be read at one sitting. */
export function tooLong(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.replace(/\n$/, '').split('\n').length;
    const most = isTest(path) ? mostTestLines : mostLines;
    return lines > most
      ? [`${path} has ${lines} lines, more than ${most}: split it by what its parts do`]
      : [];
  });
}

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const emptyWords = /(^|-)(utils?|helpers?|manager|common|misc)(-|$)/;

/** Names of files and folders that are not kebab-case, or that say nothing. */
export function badNames(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path }) => {
    const names = path.split('/').map((part) => (part.split('.')[0] === '' ? part.slice(1) : part));
    const stems = names.map((name) => name.split('.')[0] ?? name);
    if (stems.some((stem) => emptyWords.test(stem))) return [`${path}: name it by what it does`];
    return stems.every((stem) => kebab.test(stem)) ? [] : [`${path} is not kebab-case`];
  });
}

const inNoFile = new Set(['any', 'enum']);

/** Constructs of the language this code does without. */
export function bannedConstructs(modules: readonly Module[]): string[] {
  return modules.flatMap(({ path, constructs }) =>
    [...new Set(constructs)]
      .filter((name) => inNoFile.has(name) || (name === 'non-null assertion' ? !isTest(path) : true))
      .map((name) => `${path} uses ${name}`),
  );
}

const silencers = /@ts-(ignore|nocheck|expect-error)/;

/** Comments that silence the compiler. */
export function silencedCompiler(files: readonly SourceFile[]): string[] {
  return files
    .map(({ path, text }) => ({ path, found: silencers.exec(text)?.[0] }))
    .filter(({ found }) => found !== undefined)
    .map(({ path, found }) => `${path} has ${found}: give the compiler the type instead`);
}

/** Where a package comes from is the business of each machine's npm, not of the lock file. */
export function lockedHosts(lock: string): string[] {
  return [...lock.matchAll(/"resolved": "(https?:\/\/[^/"]+)/g)].map(
    ([, host]) => `package-lock.json names ${host}: install with this repository's .npmrc`,
  );
}

/** Words that hold on one machine only. Spelled in pieces, so that this file is not its own breach. */
const machineWords = [
  ['', 'work', ''].join('/'),
  ['', 'home', ''].join('/'),
  ['registry', 'npmjs', 'org'].join('.'),
];

/**
 * Texts that name a machine's own paths or package registry.
 * @param registry the address npm uses here, if known: its host is not to be named either
 */
export function machineNames(files: readonly SourceFile[], registry?: string): string[] {
  const words = [...machineWords, ...(registry ? [new URL(registry).host] : [])];
  return files.flatMap(({ path, text }) =>
    words.filter((word) => text.includes(word)).map((word) => `${path} names ${word}`),
  );
}

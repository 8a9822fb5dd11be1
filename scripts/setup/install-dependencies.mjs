import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Runs `npm ci` when node_modules is missing, incomplete, or made from another lockfile. Packages come out of
 * npm's cache where it has them, so a second clone installs without a network.
 * @param {string} root the repository
 * @param {(line: string) => void} log
 * @returns {Promise<boolean>} whether everything is in place
 */
export async function installDependencies(root, log) {
  const reason = missingDependencies(root);
  if (!reason) return true;
  log(`Installing dependencies (${reason}); this takes a minute the first time …`);
  const startedAt = Date.now();
  const code = await npmCi(root);
  if (code !== 0) {
    log('npm ci failed; see its message above.');
    return false;
  }
  log(`Dependencies installed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  return true;
}

/**
 * npm notes in node_modules/.package-lock.json what it installed, once it is through: that is compared with the
 * lockfile, package by package. What another system needs (optional packages) may be absent.
 * @param {string} root the repository
 * @returns {string | undefined} why `npm ci` has to run; nothing when all is in place
 */
export function missingDependencies(root) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted) return 'no lockfile';
  if (!installed) return 'none yet';
  for (const [path, { version, integrity, optional }] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = installed[path];
    if (!found && optional) continue;
    if (!found || found.version !== version || found.integrity !== integrity) return 'the lockfile changed';
    if (!existsSync(join(root, path, 'package.json'))) return 'some are missing';
  }
  return undefined;
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function npmCi(root) {
  const args = ['ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  return new Promise((resolve) => {
    // npm is a .cmd file on Windows, which only a shell can start; the arguments are constant.
    const child = spawn('npm', args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    });
    child.on('error', () => resolve(-1));
    child.on('exit', resolve);
  });
}

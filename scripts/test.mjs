/**
 * `npm test`: installs what is missing, checks types, lint and format, then runs jest. The last line counts
 * everything: `N passed, N failed`. With arguments (`npm test -- place-order`) only jest runs, on what they select.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkNode } from './setup/check-node.mjs';
import { installDependencies } from './setup/install-dependencies.mjs';

checkNode();
const root = fileURLToPath(new URL('..', import.meta.url));
const jestArguments = process.argv.slice(2);
const CHECKS = [
  ['types', 'typescript/bin/tsc', ['-p', '.']],
  ['lint', 'oxlint/bin/oxlint', ['--type-aware', '--quiet']],
  ['format', 'prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']],
];

const total = { passed: 0, failed: 0, skipped: 0 };
if (await installDependencies(root, say)) {
  if (jestArguments.length === 0) for (const check of CHECKS) await runCheck(...check);
  await runJest();
} else {
  total.failed += 1;
}
say(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

async function runCheck(name, bin, args) {
  const startedAt = Date.now();
  const code = await run(bin, args, process.env);
  total[code === 0 ? 'passed' : 'failed'] += 1;
  say(`${code === 0 ? '✓' : '✗'} ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
}

async function runJest() {
  const dir = mkdtempSync(join(tmpdir(), 'xiaopu-test-'));
  const outputFile = join(dir, 'results.json');
  const nodeOptions = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const env = {
    ...process.env,
    NODE_OPTIONS: [process.env.NODE_OPTIONS, ...nodeOptions].filter(Boolean).join(' '),
  };
  const code = await run('jest/bin/jest.js', [...jestArguments, '--json', `--outputFile=${outputFile}`], env);
  count(outputFile, code);
  rmSync(dir, { recursive: true, force: true });
}

/** A suite that cannot even be loaded has no tests to count: it is one failure. So is a jest that came to grief. */
function count(outputFile, code) {
  let results;
  try {
    results = JSON.parse(readFileSync(outputFile, 'utf8'));
  } catch {
    total.failed += 1;
    return;
  }
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  total.passed += results.numPassedTests;
  total.failed += code !== 0 && failed === 0 ? 1 : failed;
  total.skipped += results.numPendingTests + results.numTodoTests;
}

function run(bin, args, env) {
  return new Promise((resolve) => {
    const file = join(root, 'node_modules', bin);
    // jest prints its JSON twice, to the file and to stdout: only its progress, on stderr, is for people.
    const stdout = bin.startsWith('jest/') ? 'ignore' : 'inherit';
    const child = spawn(process.execPath, [file, ...args], {
      cwd: root,
      env,
      stdio: ['ignore', stdout, 'inherit'],
    });
    const stop = (signal) => child.kill(signal);
    process.once('SIGTERM', stop);
    child.on('error', () => resolve(-1));
    child.on('exit', (code) => {
      process.removeListener('SIGTERM', stop);
      resolve(code ?? -1);
    });
  });
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

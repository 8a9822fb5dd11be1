/** The oldest Node.js the shop is tested on; package.json's "engines" says the same. */
const OLDEST = [20, 19];

/** Ends the process with a clear sentence where Node.js is too old to understand the rest. */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  process.stderr.write(
    `Node.js ${OLDEST.join('.')} or newer is needed; this is ${version}. See https://nodejs.org/\n`,
  );
  process.exit(1);
}

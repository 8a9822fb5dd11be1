/**
 * `npm start`: checks Node.js, installs what is missing, then hands over to scripts/start/start-shop.ts in this
 * same process, so that a signal sent to it reaches who has to act on it.
 */
import { fileURLToPath } from 'node:url';
import { checkNode } from './setup/check-node.mjs';
import { installDependencies } from './setup/install-dependencies.mjs';

checkNode();
const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
if (await installDependencies(root, (line) => console.log(line))) {
  const { register } = await import('tsx/esm/api');
  register();
  const { startShop } = await import('./start/start-shop.ts');
  await startShop(process.env);
} else {
  process.exitCode = 1;
}

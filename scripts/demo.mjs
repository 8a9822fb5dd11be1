/**
 * `npm run demo`: checks Node.js, installs what is missing, then buys something in the shop that runs, or in one it
 * starts for the purpose (scripts/demo/demo.ts).
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
  const { demo } = await import('./demo/demo.ts');
  await demo(process.env);
} else {
  process.exitCode = 1;
}

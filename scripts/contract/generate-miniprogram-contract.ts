import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { miniprogramContract } from './miniprogram-contract.ts';

const folder = join(import.meta.dirname, '../../miniprogram/contract');

const files = await miniprogramContract();
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) {
  if (!files.has(name)) rmSync(join(folder, name));
}
for (const [name, text] of files) writeFileSync(join(folder, name), text);
console.log(`miniprogram/contract: ${[...files.keys()].join(', ')}`);

import { isAbsolute, relative } from 'node:path';
import { paint, say } from './progress.ts';

type Summary = {
  shopUrl: string;
  emulatorUrl: string;
  staff: { username: string; password: string } | undefined;
  dataDir: string;
};

/** What a person needs now: addresses, the first password (this once), what to try, how to stop. */
export function printSummary({ shopUrl, emulatorUrl, staff, dataDir }: Summary): void {
  say();
  row('Shop', paint('bold', shopUrl));
  row('API docs', `${shopUrl}/docs`);
  row('WeChat emulator', `${emulatorUrl}/emulator`);
  if (staff) {
    row('Staff sign-in', `${paint('bold', staff.username)}  ${paint('bold', staff.password)}`);
    row('', paint('yellow', 'shown only this once: keep it'));
  }
  say();
  row('npm run demo', 'buys something, step by step');
  row('Ctrl-C', `stops everything; the data stays in ${shortPath(dataDir)}`);
  say();
}

function row(name: string, value: string): void {
  say(`  ${paint('gray', name.padEnd(16))}${value}`);
}

function shortPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere && !fromHere.startsWith('..') && !isAbsolute(fromHere) ? fromHere : path;
}

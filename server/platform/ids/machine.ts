import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Names what process ids are comparable within: this boot of this machine, in this pid namespace. Two containers
 * may share a host name; they do not share this.
 * @returns null where the system does not tell (then only a lease's end says that a process is gone)
 */
export function machine(): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${hostname()}/${boot}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return null;
  }
}

/**
 * Downloads the vendor's mongod into the directory given and reports its path over IPC. A process of its own, so
 * that a stalled download can be ended, and so that the library's settings and output stay out of the starter.
 */
import { DryMongoBinary, MongoBinary } from 'mongodb-memory-server-core';

const [, , downloadDir, version] = process.argv;
const options = await DryMongoBinary.generateOptions({ downloadDir, version });
const path = await MongoBinary.download({ ...options, downloadDir, version, checkMD5: true });
process.send?.({ path }, () => process.disconnect());

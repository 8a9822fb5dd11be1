/** Fills an empty shop with the demo catalogue, in a process of its own: picture work takes memory it gives back. */
import { seedCatalogue } from '../seed/seed.ts';

const { MONGODB_URI: mongodbUri, MEDIA_DIR: mediaDir } = process.env;
if (!mongodbUri || !mediaDir) throw new Error('MONGODB_URI and MEDIA_DIR are needed');
const counts = await seedCatalogue({ mongodbUri, mediaDir });
process.send?.(counts, () => process.disconnect());

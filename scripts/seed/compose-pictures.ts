import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

import sharp from 'sharp';

import type { DemoPicture, PictureKey } from './catalogue/catalogue-types.ts';
import { demoCatalogue } from './catalogue/catalogue.ts';
import { backdropSvg } from './pictures/backdrop-svg.ts';
import { asRaw, placeGoods } from './pictures/place-goods.ts';
import { dropShadows, floorShadows } from './pictures/shadows.ts';

/** Raise it when the composing itself changes: names change with it, so no stale picture is kept. */
const COMPOSER_VERSION = 1;
const FOLDER = 'demo';
const AT_ONCE = 4;

export interface ComposePicturesOptions {
  /** What the server serves under `/media/`. */
  readonly mediaDir: string;
  /** The whole demo catalogue's by default. */
  readonly pictures?: readonly DemoPicture[];
}

/** The name holds a digest of the scene, so an address always shows the same picture and may be cached for ever. */
function fileNameOf(picture: DemoPicture): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([COMPOSER_VERSION, picture]))
    .digest('hex');
  return `${picture.key}-${digest.slice(0, 8)}.webp`;
}

async function composePicture(picture: DemoPicture): Promise<Buffer> {
  const goods = [];
  for (const layer of picture.layers) goods.push(await placeGoods(layer, picture));
  const overlays = goods.map((thing) => ({
    input: thing.data,
    ...asRaw(thing),
    left: thing.left,
    top: thing.top,
  }));
  const shadows = floorShadows(goods, picture) + (await dropShadows(goods, picture));
  return sharp(Buffer.from(backdropSvg(picture, shadows)))
    .composite(overlays)
    .removeAlpha()
    .webp({ quality: 82, effort: 2 })
    .toBuffer();
}

/**
 * Composes the demo pictures that are not there yet into `<mediaDir>/demo` and answers with the address of
 * each, relative to the shop's origin: `/media/demo/….webp`. A file appears whole or not at all, so a run cut
 * short is simply taken up again. Throws where a picture cannot be made or written.
 */
export async function composePictures(
  options: ComposePicturesOptions,
): Promise<ReadonlyMap<PictureKey, string>> {
  const pictures = options.pictures ?? demoCatalogue.pictures;
  const directory = path.join(options.mediaDir, FOLDER);
  await mkdir(directory, { recursive: true });
  const addresses = new Map(
    pictures.map((picture) => [picture.key, `/media/${FOLDER}/${fileNameOf(picture)}`]),
  );
  const missing = pictures.filter((picture) => !existsSync(path.join(directory, fileNameOf(picture))));
  const work = missing.values();
  const compose = async (): Promise<void> => {
    for (const picture of work) {
      const file = path.join(directory, fileNameOf(picture));
      const unfinished = `${file}.${process.pid}.part`;
      await writeFile(unfinished, await composePicture(picture));
      await rename(unfinished, file);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, compose));
  return addresses;
}

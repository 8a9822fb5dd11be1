import { LRUCache } from 'lru-cache';
import sharp, { type Region, type Sharp } from 'sharp';

import type { DemoPicture, PictureLayer } from '../catalogue/catalogue-types.ts';
import { emojiFile } from './emoji-file.ts';

/** Pixels as sharp takes them raw: coding to PNG and back would be most of the work. */
export interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/** An emoji in its size, with the place of its top left corner in the picture. */
export interface PlacedGoods extends Pixels {
  readonly left: number;
  readonly top: number;
  readonly shadow: PictureLayer['shadow'];
}

export const asRaw = ({
  width,
  height,
}: Pixels): { raw: { width: number; height: number; channels: 4 } } => ({
  raw: { width, height, channels: 4 },
});

export async function pixelsOf(image: Sharp): Promise<Pixels> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** Answers from `cache`, else makes the pixels and keeps them. */
function remembered(
  cache: LRUCache<string, Promise<Pixels>>,
  key: string,
  make: () => Promise<Pixels>,
): Promise<Pixels> {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  cache.set(key, made);
  return made;
}

/** One product's pictures follow each other and repeat a few emoji: more is not worth keeping. */
const cuts = new LRUCache<string, Promise<Pixels>>({ max: 24 });
const sizes = new LRUCache<string, Promise<Pixels>>({ max: 24 });

/** Of 255: less is the haze around an emoji. */
const BARELY_VISIBLE = 4;

type Look = Required<Pick<PictureLayer, 'emoji' | 'hue' | 'saturation' | 'brightness'>>;

/** The smallest box that holds everything visible. */
function outlineOf({ data, width, height }: Pixels): Region {
  const box = { left: width, top: height, right: 0, bottom: 0 };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if ((data[(y * width + x) * 4 + 3] ?? 0) <= BARELY_VISIBLE) continue;
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = y;
    }
  }
  return { left: box.left, top: box.top, width: box.right - box.left + 1, height: box.bottom - box.top + 1 };
}

/** The emoji cut to its outline and recoloured, at its own 256 pixels, where that is cheap to do. */
async function cutOf({ emoji, ...tint }: Look): Promise<Pixels> {
  const file = emojiFile(emoji);
  if (file === undefined) throw new Error(`No picture of the emoji ${emoji}`);
  const whole = await pixelsOf(sharp(file).ensureAlpha());
  const cut = sharp(whole.data, asRaw(whole)).extract(outlineOf(whole));
  const asItIs = tint.hue === 0 && tint.saturation === 1 && tint.brightness === 1;
  return pixelsOf(asItIs ? cut : cut.modulate(tint));
}

interface Pose {
  readonly side: number;
  readonly angle: number;
  readonly mirrored: boolean;
}

async function posed(cut: Pixels, { side, angle, mirrored }: Pose): Promise<Pixels> {
  const sized = sharp(cut.data, asRaw(cut)).resize({ width: side, height: side, fit: 'inside' });
  const upright = await pixelsOf(mirrored ? sized.flop() : sized);
  // A pipeline turns before it resizes, whatever the order of the calls: so the turn is a step of its own.
  return angle === 0
    ? upright
    : pixelsOf(sharp(upright.data, asRaw(upright)).rotate(angle, { background: '#0000' }));
}

/** Brings one emoji to its size, turn and place. Throws where the package has no picture of it. */
export async function placeGoods(layer: PictureLayer, picture: DemoPicture): Promise<PlacedGoods> {
  const { emoji, hue = 0, saturation = 1, brightness = 1, angle = 0, mirrored = false } = layer;
  const look = { emoji, hue, saturation, brightness };
  const pose = { side: Math.round(layer.size * picture.height), angle, mirrored };
  const goods = await remembered(sizes, JSON.stringify([look, pose]), async () =>
    posed(await remembered(cuts, JSON.stringify(look), () => cutOf(look)), pose),
  );
  const y = layer.y * picture.height;
  return {
    ...goods,
    left: Math.round(layer.x * picture.width - goods.width / 2),
    top: Math.round(layer.anchor === 'ground' ? y - goods.height : y - goods.height / 2),
    shadow: layer.shadow,
  };
}

import sharp from 'sharp';

import type { DemoPicture } from '../catalogue/catalogue-types.ts';
import { PALETTES } from './backdrop-svg.ts';
import type { PlacedGoods } from './place-goods.ts';

/** A gradient that fades like a blurred edge does. */
function softEllipse(id: string, colour: string, opacity: number): string {
  const stops = [1, 0.78, 0.4, 0.12, 0].map(
    (part, index) =>
      `<stop offset="${index / 4}" stop-color="${colour}" stop-opacity="${(opacity * part).toFixed(3)}"/>`,
  );
  return `<radialGradient id="${id}">${stops.join('')}</radialGradient>`;
}

/** SVG: under everything that stands, a wide soft ellipse with a darker core where it touches the floor. */
export function floorShadows(goods: readonly PlacedGoods[], picture: DemoPicture): string {
  const { shadow } = PALETTES[picture.backdrop];
  const ellipses = goods
    .filter((thing) => thing.shadow === 'floor')
    .map(({ left, top, width, height }) => {
      const centre = left + width / 2;
      const foot = top + height * 0.985;
      const ellipse = (id: string, rx: number, ry: number, y: number): string =>
        `<ellipse cx="${centre}" cy="${y}" rx="${rx}" ry="${ry}" fill="url(#${id})"/>`;
      return (
        ellipse('wide', width * 0.56, width * 0.1, foot + width * 0.012) +
        ellipse('core', width * 0.36, width * 0.04, foot)
      );
    });
  return `<defs>${softEllipse('wide', shadow, 0.28)}${softEllipse('core', shadow, 0.4)}</defs>${ellipses.join('')}`;
}

/** Blurs are made at a quarter of the size: they look the same and cost a sixteenth. */
const SHRINK = 4;

/** Marks where the thing covers the ground: one byte a pixel of the shrunken picture. */
function cover(
  ground: Buffer,
  size: { width: number; height: number },
  thing: PlacedGoods,
  lower: number,
): void {
  for (let y = 0; y < size.height; y += 1) {
    const row = Math.round(y * SHRINK - thing.top - lower);
    if (row < 0 || row >= thing.height) continue;
    for (let x = 0; x < size.width; x += 1) {
      const column = x * SHRINK - thing.left;
      if (column < 0 || column >= thing.width) continue;
      const alpha = thing.data[(row * thing.width + column) * 4 + 3] ?? 0;
      const at = y * size.width + x;
      ground[at] = Math.max(ground[at] ?? 0, alpha);
    }
  }
}

/** SVG: the outline of everything that lies flat, blurred and a little lower, as the light comes from above. */
export async function dropShadows(goods: readonly PlacedGoods[], picture: DemoPicture): Promise<string> {
  const lying = goods.filter((thing) => thing.shadow === 'drop');
  if (lying.length === 0) return '';
  const size = { width: Math.round(picture.width / SHRINK), height: Math.round(picture.height / SHRINK) };
  const reach = Math.max(...lying.map((thing) => thing.height)) * 0.05;
  const ground = Buffer.alloc(size.width * size.height);
  for (const thing of lying) cover(ground, size, thing, reach);
  const oneByte = { raw: { ...size, channels: 1 as const } };
  const alpha = await sharp(ground, oneByte)
    .blur(Math.max(1.2, reach * 0.34))
    .extractChannel(0)
    .raw()
    .toBuffer();
  const tone = { create: { ...size, channels: 3 as const, background: PALETTES[picture.backdrop].shadow } };
  const cast = await sharp(tone).joinChannel(alpha, oneByte).png({ compressionLevel: 1 }).toBuffer();
  return `<image width="${picture.width}" height="${picture.height}" opacity="0.34" href="data:image/png;base64,${cast.toString('base64')}"/>`;
}

import type { BackdropName, DemoPicture } from '../catalogue/catalogue-types.ts';

interface Palette {
  /** Where the light falls, the wall, and its deeper end below. */
  readonly light: string;
  readonly wall: string;
  readonly deep: string;
  /** Shadows are a darker tone of the same colour; grey ones look dirty on pastel. */
  readonly shadow: string;
}

export const PALETTES: Readonly<Record<BackdropName, Palette>> = {
  cream: { light: '#fffdf8', wall: '#fbf3e4', deep: '#f3e4cb', shadow: '#7a5a2e' },
  peach: { light: '#fff8f2', wall: '#fee9da', deep: '#fad4bb', shadow: '#8a4a24' },
  rose: { light: '#fff8f8', wall: '#fce6e6', deep: '#f6cfd0', shadow: '#84363f' },
  lilac: { light: '#fcfaff', wall: '#efe9f8', deep: '#ddd2ee', shadow: '#4f3d7a' },
  sky: { light: '#f9fcff', wall: '#e4eff9', deep: '#cbdff1', shadow: '#2f5078' },
  aqua: { light: '#f8fefe', wall: '#dff2f2', deep: '#c3e3e4', shadow: '#235f64' },
  mint: { light: '#f9fefb', wall: '#e2f3e9', deep: '#c8e5d4', shadow: '#2a6246' },
  sage: { light: '#fcfdf8', wall: '#ecf1e0', deep: '#d8e1c3', shadow: '#4d5f2b' },
  lemon: { light: '#fffef5', wall: '#fdf5d6', deep: '#f7e7ad', shadow: '#7d6418' },
  sand: { light: '#fdfbf8', wall: '#f3ece3', deep: '#e4d7c8', shadow: '#604a35' },
  stone: { light: '#fcfcfd', wall: '#eef0f2', deep: '#dce0e5', shadow: '#3f4a58' },
};

const stop = (offset: number, colour: string, opacity = 1): string =>
  `<stop offset="${offset}" stop-color="${colour}" stop-opacity="${opacity}"/>`;

const wallGradient = (palette: Palette): string =>
  `<linearGradient id="wall" x1="0" y1="0" x2="0" y2="1">${stop(0, palette.wall)}${stop(1, palette.deep)}</linearGradient>` +
  `<radialGradient id="light" cx="0.42" cy="0.36" r="0.62">${stop(0, palette.light)}${stop(0.45, palette.light, 0.6)}${stop(1, palette.light, 0)}</radialGradient>`;

const disc = (palette: Palette, size: number): string =>
  `<defs><linearGradient id="disc" x1="0" y1="0" x2="0.4" y2="1">${stop(0, palette.light)}${stop(1, palette.wall)}</linearGradient></defs>` +
  `<circle cx="50%" cy="50%" r="${size * 0.4}" fill="url(#disc)"/>`;

const table = (palette: Palette, width: number, height: number): string => {
  const edge = height * 0.64;
  return (
    `<defs><linearGradient id="top" x1="0" y1="0" x2="0" y2="1">${stop(0, palette.wall)}${stop(0.12, palette.light)}${stop(1, palette.wall)}</linearGradient></defs>` +
    `<rect y="${edge}" width="${width}" height="${height - edge}" fill="url(#top)"/>`
  );
};

/** Large quiet rings on the right, where the goods of a banner stand; its left is kept for the words. */
const rings = (palette: Palette, width: number, height: number): string =>
  [0.62, 0.47, 0.33]
    .map(
      (r) =>
        `<circle cx="${width * 0.73}" cy="${height * 0.52}" r="${height * r}" fill="${palette.light}" fill-opacity="0.38"/>`,
    )
    .join('');

/** The scene as SVG without any goods; `onFloor` is what is painted on it last, such as their shadows. */
export function backdropSvg(picture: DemoPicture, onFloor: string): string {
  const { stage, width, height } = picture;
  const palette = PALETTES[picture.backdrop];
  const scenery = {
    studio: () => '',
    disc: () => disc(palette, Math.min(width, height)),
    table: () => table(palette, width, height),
    banner: () => rings(palette, width, height),
  }[stage]();
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>${wallGradient(palette)}</defs>` +
    `<rect width="100%" height="100%" fill="url(#wall)"/><rect width="100%" height="100%" fill="url(#light)"/>${scenery}${onFloor}</svg>`
  );
}

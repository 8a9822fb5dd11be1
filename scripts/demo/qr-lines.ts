import QRCode from 'qrcode';
import { paint } from '../start/progress.ts';

/** Scanners want a light frame; 2 modules do, and the renderer needs an even number. */
const marginModules = 2;

/**
 * A QR code for the terminal, two modules in each character. Light modules are drawn, dark ones left out: right on
 * a dark terminal as it is, and with colours on a light one too.
 */
export async function qrLines(text: string): Promise<string[]> {
  const drawn = await QRCode.toString(text, {
    type: 'utf8',
    errorCorrectionLevel: 'L',
    margin: marginModules,
    color: { dark: '#ffffff', light: '#000000' },
  });
  return drawn.split('\n').map((line) => paint(['whiteBright', 'bgBlack'], line));
}

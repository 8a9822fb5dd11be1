import { stripVTControlCharacters } from 'node:util';

/** Characters that take two columns of a terminal: Chinese, its punctuation, full-width forms, emoji. */
const wide = /[\p{Script=Han}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Columns a text takes in a terminal; colours take none. */
export function widthOf(text: string): number {
  return Array.from(stripVTControlCharacters(text)).reduce((sum, char) => sum + (wide.test(char) ? 2 : 1), 0);
}

/** Pads with spaces to that many columns; a longer text stays whole. */
export function padTo(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

/** Cuts a text (without colours) to that many columns, with an ellipsis. */
export function cutTo(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let cut = '';
  for (const char of text) {
    if (widthOf(cut + char) > columns - 1) break;
    cut += char;
  }
  return `${cut}…`;
}

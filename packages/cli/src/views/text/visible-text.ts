import { stripVTControlCharacters } from 'node:util';
import { visibleText as escapeControls } from '@waybill/core/internal';

/**
 * Text from elsewhere (a vendor's message, a key of a plan) on one line, with control and direction-changing characters
 * made visible: nothing that comes over the network can move a terminal's cursor.
 */
export function visibleText(text: string): string {
  return escapeControls(text.replace(/\s*[\r\n]+\s*/g, ' ').replace(/\t/g, ' '));
}

/** Columns that a text takes up in a terminal: colours none, wide East Asian characters two, combining marks none. */
export function displayWidth(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of stripVTControlCharacters(text)) width += characterWidth(character);
  return width;
}

/** Nearly all texts: each character is one column. */
const PRINTABLE_ASCII = /^[ -~]*$/;

function characterWidth(character: string): number {
  if (/^[\p{M}\p{Cf}]$/u.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Blocks of wide characters, as in Unicode's EastAsianWidth.txt, and pictographs. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

/** At most `columns` columns of an uncoloured text, with `ellipsis` at the end when something was left out. */
export function clip(text: string, columns: number, ellipsis: string): string {
  if (displayWidth(text) <= columns) return text;
  const room = columns - displayWidth(ellipsis);
  let width = 0;
  let kept = '';
  for (const character of text) {
    width += characterWidth(character);
    if (width > room) break;
    kept += character;
  }
  return room < 1 ? '' : `${kept}${ellipsis}`;
}

export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - displayWidth(text)));
}

export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - displayWidth(text))) + text;
}

/** Words on lines of at most `columns` columns; a longer word has a line of its own. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && displayWidth(longer) > columns) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

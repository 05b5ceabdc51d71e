import type { TextProblem } from './text-problem.ts';

/**
 * Characters that change what is read without being seen: directions of writing. Wherever they are, a comment included, a
 * reviewer can be shown another order than the one in the file. Source: Unicode Technical Standard 39 and CVE-2021-42574.
 */
const DIRECTIONS: RegExp = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Characters without a shape of their own, spaces that are none, and the mark of a character that was lost. */
const HIDDEN: RegExp =
  /\u034f|\u17b4|\u17b5|\u115f|\u1160|[[\p{Cf}\p{Zl}\p{Zp}\p{Zs}\u3164\uffa0\ufffd]--[ \u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]]/v;

const EVERY_HIDDEN: RegExp = new RegExp(HIDDEN.source, 'gv');

let emoji: RegExp | undefined;

/** Joined emoji hold invisible characters by right. Made when asked for: listing all of them takes V8 20 ms, and few plans have any. */
function emojiPattern(): RegExp {
  emoji ??= /\p{RGI_Emoji}/gv;
  return emoji;
}

const MAX_FOUND = 50;

/** Every mark of direction in a text, wherever it is. */
export function findDirections(text: string): readonly TextProblem[] {
  return [...text.matchAll(DIRECTIONS)].slice(0, MAX_FOUND).map(({ index, 0: mark }) => ({
    severity: 'warning',
    code: 'PLAN_HIDDEN_CHARACTER',
    start: index,
    end: index + 1,
    summary: `invisible character ${codePoint(mark)}`,
    detail: 'It changes the direction of writing, so that the line can look different from what it is.',
    hint: 'Remove it. Where it is needed, write it as an escape in double quotes.',
  }));
}

/** Whether checking single scalars is worth it. */
export function mayHideCharacters(text: string): boolean {
  return HIDDEN.test(text.replace(/^\ufeff/, ''));
}

/** The first character of a scalar, as it is written, that is not seen as what it is. */
export function findHidden(written: string, start: number): TextProblem | undefined {
  const visible = written.replace(emojiPattern(), (sequence) => 'x'.repeat(sequence.length));
  const found = HIDDEN.exec(visible);
  if (found === null) return undefined;
  const isLost = found[0] === '\ufffd';
  return {
    severity: 'warning',
    code: 'PLAN_HIDDEN_CHARACTER',
    start: start + found.index,
    end: start + found.index + found[0].length,
    summary: isLost ? 'replacement character U+FFFD' : `invisible character ${codePoint(found[0])}`,
    detail: isLost
      ? 'Programs write it in place of a character that they could not read, so the text has probably lost one.'
      : 'It is part of the text and is sent with it, although it is invisible or looks like a plain space.',
    hint: isLost
      ? 'Write the intended character.'
      : `Remove it. If it is intended, write it as an escape in double quotes: "${escapeOf(found[0])}".`,
  };
}

/** Whether a text holds characters that are not seen, emoji's own ones included. */
export function hidesCharacters(text: string): boolean {
  return HIDDEN.test(text) || text.search(DIRECTIONS) >= 0;
}

/** Text of strings in double quotes, with such characters as escapes. */
export function escapeHidden(text: string): string {
  return text.replace(EVERY_HIDDEN, escapeOf).replace(DIRECTIONS, escapeOf);
}

function codePoint(character: string): string {
  return `U+${hex(character).padStart(4, '0')}`;
}

function escapeOf(character: string): string {
  const code = hex(character);
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
}

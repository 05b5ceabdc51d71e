import type { Sliced } from '../../value/sliced.ts';

/**
 * Lines of one collection that need no YAML library to be read: `- name` or `key: name`, indented alike, one right after the
 * other. Offsets are in the text.
 */
export interface PlainLines {
  readonly isMap: boolean;
  /** Before the first character of the key or the item. */
  readonly prefixLength: number;
  /** Where the first of them begins, and the last one. The library reads these two, and places the others by them. */
  readonly first: number;
  readonly last: number;
  /** Where the second of them begins: from here to `last` the library reads nothing. */
  readonly second: number;
}

/** Read as the text that is written, and short enough for a key. `true`, `null` and the like are not. */
const NAME = String.raw`(?!(?:true|false|null)(?![\w./-]))[a-z_][\w./-]{0,199}`;
const LINE: RegExp = new RegExp(`( +)(- )?${NAME}(: ${NAME})?\n`, 'iy');

const CHARACTERS_PER_SLICE = 200_000;

/** All runs of at least so many of such lines. Whether they are what they look like, the library says. */
export function* findPlainLines(text: string, leastLines: number): Sliced<readonly PlainLines[]> {
  const found: PlainLines[] = [];
  let sliceEnd = CHARACTERS_PER_SLICE;
  for (let at = 0; at < text.length; ) {
    const run = runAt(text, at);
    if (run !== undefined && run.count >= leastLines) found.push(run.lines);
    at = run?.end ?? nextLine(text, at);
    if (at < sliceEnd) continue;
    yield;
    sliceEnd = at + CHARACTERS_PER_SLICE;
  }
  return found;
}

interface Run {
  readonly lines: PlainLines;
  readonly count: number;
  readonly end: number;
}

function runAt(text: string, first: number): Run | undefined {
  LINE.lastIndex = first;
  const [, indent = '', dash = '', value] = LINE.exec(text) ?? [];
  const isMap = value !== undefined;
  // A list of maps begins like this, too.
  if (indent === '' || isMap === (dash !== '')) return undefined;
  const like = new RegExp(isMap ? `${indent}${NAME}: ${NAME}\\n` : `${indent}- ${NAME}\\n`, 'iy');
  let [count, last, end, second] = [1, first, LINE.lastIndex, LINE.lastIndex];
  like.lastIndex = end;
  while (like.test(text)) {
    count += 1;
    last = end;
    end = like.lastIndex;
  }
  return { lines: { isMap, prefixLength: indent.length + dash.length, first, second, last }, count, end };
}

function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

/** The text as the library reads it: without all lines of the runs but their first and last. */
export function withoutPlainLines(text: string, runs: readonly PlainLines[]): string {
  const kept = runs.map(({ second }, index) => text.slice(runs[index - 1]?.last ?? 0, second));
  return `${kept.join('')}${text.slice(runs.at(-1)?.last ?? 0)}`;
}

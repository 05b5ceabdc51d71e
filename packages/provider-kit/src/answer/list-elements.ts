/** Where the elements of a list are in a JSON text. */
export interface ListElements {
  /** Where each begins, behind the bracket or comma. An empty list has one place, where its first would be. */
  readonly starts: readonly number[];
  /** Where the bracket is that ends the list; undefined when `limit` came first. */
  readonly end: number | undefined;
}

/**
 * Finds the elements of the list under `field` in a text that is one JSON object; undefined when the field is absent or no
 * list. Goes no further than `limit`.
 */
export function listElements(text: string, field: string, limit: number = text.length): ListElements | undefined {
  const first = firstElement(text, field, limit);
  if (first === undefined) return undefined;
  const starts = [first];
  let depth = 0;
  for (let at = first; at < limit; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (isOpening(code)) depth += 1;
    else if (isClosing(code)) {
      depth -= 1;
      if (depth < 0) return { starts, end: at };
    } else if (code === COMMA && depth === 0) starts.push(at + 1);
  }
  return { starts, end: undefined };
}

/** The place behind the bracket that opens the list. */
function firstElement(text: string, field: string, limit: number): number | undefined {
  const opening = new RegExp(`"${RegExp.escape(field)}"\\s*:\\s*\\[`, 'y');
  let depth = 0;
  for (let at = 0; at < limit; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      opening.lastIndex = at;
      if (depth === 1 && opening.test(text)) return opening.lastIndex;
      at = endOfString(text, at);
    } else if (isOpening(code)) depth += 1;
    else if (isClosing(code)) depth -= 1;
  }
  return undefined;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;

function isOpening(code: number): boolean {
  return code === 0x5b || code === 0x7b;
}

function isClosing(code: number): boolean {
  return code === 0x5d || code === 0x7d;
}

/** The place of the quote that ends the string which begins at `start`; the end of a text in which none does. */
function endOfString(text: string, start: number): number {
  let end = start;
  do {
    end = text.indexOf('"', end + 1);
    if (end === -1) return text.length;
  } while (isEscaped(text, end));
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === BACKSLASH) before -= 1;
  return (at - before) % 2 === 0;
}

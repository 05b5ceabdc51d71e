/**
 * Where a text stops being JSON: the offset of the first character that no JSON text has there, or the length of a text
 * that ends too early; undefined for JSON. `JSON.parse` names a place only for some mistakes, and only in long texts.
 * Linear in the length of the text, at any depth.
 */
export function findJsonError(text: string): number | undefined {
  const open: string[] = [];
  let wanted: Wanted = 'value';
  let at = skipSpace(text, text.startsWith('\ufeff') ? 1 : 0);
  while (at < text.length) {
    const token = readToken(text, at);
    const next: Wanted | undefined = token.isWhole ? follow(wanted, token.kind, open) : undefined;
    if (next === undefined) return errorIn(token, wanted, at);
    wanted = next;
    at = skipSpace(text, token.end);
  }
  return wanted === 'end' ? undefined : text.length;
}

/** What can come next: `first item` and `first key` may be the end of their collection as well. */
type Wanted = 'value' | 'first item' | 'key' | 'first key' | 'colon' | 'comma' | 'end';

/** `kind`: the character itself for one of `{}[]:,`, `"` for a text, `0` for numbers and names. */
interface Token {
  readonly kind: string;
  readonly isWhole: boolean;
  /** Of a token that is not whole: where it is at fault. */
  readonly end: number;
}

/** `open` has the brackets that are still open; undefined where the token cannot be. */
function follow(wanted: Wanted, kind: string, open: string[]): Wanted | undefined {
  if (wanted === 'colon') return kind === ':' ? 'value' : undefined;
  if (wanted === 'key' || (wanted === 'first key' && kind !== '}')) return kind === '"' ? 'colon' : undefined;
  if (kind === ']' || kind === '}') return close(wanted, kind, open);
  if (wanted === 'comma') return kind === ',' ? (open.at(-1) === '{' ? 'key' : 'value') : undefined;
  if (wanted === 'end' || kind === ':' || kind === ',') return undefined;
  if (kind !== '[' && kind !== '{') return open.length === 0 ? 'end' : 'comma';
  open.push(kind);
  return kind === '[' ? 'first item' : 'first key';
}

function close(wanted: Wanted, kind: ']' | '}', open: string[]): Wanted | undefined {
  const isFirst = wanted === (kind === ']' ? 'first item' : 'first key');
  if (!isFirst && (wanted !== 'comma' || open.at(-1) !== (kind === ']' ? '[' : '{'))) return undefined;
  open.pop();
  return open.length === 0 ? 'end' : 'comma';
}

/** A text or number that is at fault itself is where it breaks off, unless no such thing may be there at all. */
function errorIn({ isWhole, kind, end }: Token, wanted: Wanted, at: number): number {
  const isMisplaced = wanted === 'colon' || wanted === 'comma' || wanted === 'end' || (kind !== '"' && isKey(wanted));
  return isWhole || isMisplaced ? at : end;
}

function isKey(wanted: Wanted): boolean {
  return wanted === 'key' || wanted === 'first key';
}

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
/** Up to a quote, a backslash or a character that only an escape can write. */
const PLAIN = /[ !#-[\]-\uffff]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

function skipSpace(text: string, at: number): number {
  return endOf(SPACE, text, at) ?? at;
}

function readToken(text: string, at: number): Token {
  const character = text[at] ?? '';
  if ('{}[]:,'.includes(character)) return { kind: character, isWhole: true, end: at + 1 };
  if (character === '"') return readString(text, at + 1);
  const end = endOf(SCALAR, text, at);
  return { kind: '0', isWhole: end !== undefined, end: end ?? at };
}

function readString(text: string, from: number): Token {
  let at = endOf(PLAIN, text, from) ?? from;
  while (text[at] === '\\') {
    const end = endOf(ESCAPE, text, at);
    if (end === undefined) return { kind: '"', isWhole: false, end: at };
    at = endOf(PLAIN, text, end) ?? end;
  }
  return text[at] === '"' ? { kind: '"', isWhole: true, end: at + 1 } : { kind: '"', isWhole: false, end: at };
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

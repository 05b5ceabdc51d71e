/**
 * Finds values in the text of JSON without parsing them, so that they can be passed on as they were written: a number that is
 * parsed and printed again is often another one. One way through the text, forwards.
 *
 * It checks no more than it needs to find its way. What it was given is JSON of a server.
 */
export class JsonScanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * Visits the members of the object at hand. `visit` has to read each value: by `raw`, `skip`, `object` or `array`.
   *
   * @throws SyntaxError also the other readers, where the text ends early or is no JSON
   */
  object(visit: (name: string) => void): void {
    this.#expect(OPEN_BRACE);
    if (this.#take(CLOSE_BRACE)) return;
    do {
      const name = this.raw();
      this.#expect(COLON);
      visit(name.includes('\\') ? (JSON.parse(name) as string) : name.slice(1, -1));
    } while (this.#take(COMMA));
    this.#expect(CLOSE_BRACE);
  }

  /** Visits the elements of the array at hand, each of which `visit` has to read. */
  array(visit: () => void): void {
    this.#expect(OPEN_BRACKET);
    if (this.#take(CLOSE_BRACKET)) return;
    do visit();
    while (this.#take(COMMA));
    this.#expect(CLOSE_BRACKET);
  }

  /** The value at hand as it is written. */
  raw(): string {
    const begin = this.#valueAt();
    this.#at = endOfValue(this.#text, begin);
    return this.#text.slice(begin, this.#at);
  }

  /** Leaves out the value at hand. */
  skip(): void {
    this.#at = endOfValue(this.#text, this.#valueAt());
  }

  #expect(sign: number): void {
    if (!this.#take(sign)) throw new SyntaxError(`no ${String.fromCharCode(sign)} at character ${this.#at}`);
  }

  #take(sign: number): boolean {
    this.#at = skipSpace(this.#text, this.#at);
    if (this.#text.charCodeAt(this.#at) !== sign) return false;
    this.#at += 1;
    return true;
  }

  #valueAt(): number {
    this.#at = skipSpace(this.#text, this.#at);
    return this.#at;
  }
}

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
const BACKSLASH = 0x5c;
/** All signs between values that mean nothing are up to this one. */
const SPACE = 0x20;

/** Where the next sign is that is no space, from `begin` on. */
export function skipSpace(text: string, begin: number): number {
  let at = begin;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

function isSpace(code: number): boolean {
  return code <= SPACE && (code === SPACE || code === 0x0a || code === 0x0d || code === 0x09);
}

/** Where the value ends that begins at `begin`. */
function endOfValue(text: string, begin: number): number {
  const first = text.charCodeAt(begin);
  if (first === QUOTE) return endOfString(text, begin);
  return first === OPEN_BRACE || first === OPEN_BRACKET ? endOfNested(text, begin) : endOfScalar(text, begin);
}

/** Brackets are counted and not matched: the text is valid, and only strings may hold others. */
function endOfNested(text: string, begin: number): number {
  let depth = 0;
  for (let at = begin; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at) - 1;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  throw new SyntaxError(`no end of the value at character ${begin}`);
}

/**
 * Where the string ends that begins at `begin`. A quote ends it unless it is escaped, which an odd number of backslashes
 * before it does.
 *
 * @throws SyntaxError
 */
export function endOfString(text: string, begin: number): number {
  for (let quote = text.indexOf('"', begin + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
  }
  throw new SyntaxError(`no end of the text at character ${begin}`);
}

/**
 * Where the number or literal ends that begins at `begin`.
 *
 * @throws SyntaxError
 */
export function endOfScalar(text: string, begin: number): number {
  let at = begin;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET || isSpace(code)) break;
  }
  if (at === begin) throw new SyntaxError(`no value at character ${begin}`);
  return at;
}

/**
 * Finds values in the bytes of JSON, UTF-8, without making a text or an object of any of them. One way through, forwards. As the
 * scanner of texts it checks no more than it needs to find its way.
 */
export class ByteScanner {
  readonly #bytes: Uint8Array;
  #at = 0;
  #hasLineBreaks = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Where the value begins that `skip` has left out. */
  from = 0;

  /** Where it ends. */
  get to(): number {
    return this.#at;
  }

  /** Whether there are line breaks in the object or list that `skip` has left out. */
  get hasLineBreaks(): boolean {
    return this.#hasLineBreaks;
  }

  /**
   * Visits the members of the object at hand, with the place of the name in its quotes. `visit` has to read each value: by
   * `skip`, `object` or `array`.
   *
   * @throws SyntaxError also the other readers, where the bytes end early or are no JSON
   */
  object(visit: (from: number, to: number) => void): void {
    this.#expect(OPEN_BRACE);
    if (this.#take(CLOSE_BRACE)) return;
    do {
      this.skip();
      const { from, to } = this;
      this.#expect(COLON);
      visit(from + 1, to - 1);
    } while (this.#take(COMMA));
    this.#expect(CLOSE_BRACE);
  }

  /** Visits the elements of the list at hand, each of which `visit` has to read. */
  array(visit: () => void): void {
    this.#expect(OPEN_BRACKET);
    if (this.#take(CLOSE_BRACKET)) return;
    do visit();
    while (this.#take(COMMA));
    this.#expect(CLOSE_BRACKET);
  }

  /** Leaves out the value at hand. */
  skip(): void {
    this.#skipSpace();
    const bytes = this.#bytes;
    this.from = this.#at;
    const first = bytes[this.#at];
    if (first === QUOTE) this.#at = endOfString(bytes, this.#at);
    else if (first === OPEN_BRACE || first === OPEN_BRACKET) this.#skipNested();
    else this.#skipScalar();
  }

  /** Brackets are counted and not matched: only strings may hold others. */
  #skipNested(): void {
    const bytes = this.#bytes;
    this.#hasLineBreaks = false;
    for (let at = this.#at, depth = 0; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) at = endOfString(bytes, at) - 1;
      // Both kinds of brackets differ in this bit alone.
      else if ((byte | BRACE_BIT) === OPEN_BRACE) depth += 1;
      else if ((byte | BRACE_BIT) === CLOSE_BRACE) {
        depth -= 1;
        if (depth === 0) {
          this.#at = at + 1;
          return;
        }
      } else if (byte === LINE_FEED || byte === CARRIAGE_RETURN) this.#hasLineBreaks = true;
    }
    throw new SyntaxError(`no end of the value at byte ${this.#at}`);
  }

  #skipScalar(): void {
    const bytes = this.#bytes;
    let at = this.#at;
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === COMMA || (byte | BRACE_BIT) === CLOSE_BRACE || byte <= SPACE) break;
    }
    if (at === this.#at) throw new SyntaxError(`no value at byte ${at}`);
    this.#at = at;
  }

  #expect(sign: number): void {
    if (!this.#take(sign)) throw new SyntaxError(`no ${String.fromCharCode(sign)} at byte ${this.#at}`);
  }

  #take(sign: number): boolean {
    this.#skipSpace();
    if (this.#bytes[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #skipSpace(): void {
    while ((this.#bytes[this.#at] ?? SPACE + 1) <= SPACE) this.#at += 1;
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const BRACE_BIT = 0x20;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** Between values it and what is below it mean nothing. */
const SPACE = 0x20;

/** A search of the engine takes about as long to begin as this many steps. */
const SHORT = 24;

/**
 * Where the string ends that begins at `begin`. A long one is left to the engine's search for quotes: one ends it unless it is
 * escaped, which an odd number of backslashes before it does.
 */
function endOfString(bytes: Uint8Array, begin: number): number {
  let at = begin + 1;
  for (const near = at + SHORT; at < near; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at += 1;
  }
  for (let quote = bytes.indexOf(QUOTE, at); quote !== -1; quote = bytes.indexOf(QUOTE, quote + 1)) {
    let slashes = 0;
    while (quote - 1 - slashes >= at && bytes[quote - 1 - slashes] === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
  }
  throw new SyntaxError(`no end of the text at byte ${begin}`);
}

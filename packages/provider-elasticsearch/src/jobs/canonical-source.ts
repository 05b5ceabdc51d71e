import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  endOfScalar,
  endOfString,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  skipSpace,
} from './json-scanner.ts';

/**
 * One text for all texts of a JSON value that mean the same: members by their names, no spaces, no needless escapes. Integers
 * are exact, whatever their size. All other numbers count as doubles, which is how clusters keep them when they copy:
 * `1.10` is `1.1`, `1E+2` is `100.0`, and a fraction of 23 digits is rounded.
 *
 * @throws SyntaxError
 */
export function canonicalSource(source: string): string {
  return new CanonicalReader(source).read();
}

interface Member {
  readonly name: string;
  /** Name and value. */
  readonly text: string;
}

/** One way through the text, forwards. What is written as its canonical text already is taken over in one piece. */
class CanonicalReader {
  readonly #text: string;
  #at = 0;
  /** Where the next backslash is, from some place before the value at hand on. */
  #slashAt = -1;

  constructor(text: string) {
    this.#text = text;
  }

  read(): string {
    const begin = this.#skipSpace();
    return this.#value() ?? this.#text.slice(begin, this.#at);
  }

  /** Reads the value at hand. Undefined: its canonical text is as it is written. */
  #value(): string | undefined {
    const code = this.#text.charCodeAt(this.#at);
    if (code === QUOTE) return this.#string();
    if (code === OPEN_BRACE) return this.#object();
    return code === OPEN_BRACKET ? this.#array() : this.#scalar();
  }

  #object(): string {
    this.#at += 1;
    if (this.#take(CLOSE_BRACE)) return '{}';
    const members: Member[] = [];
    do members.push(this.#member());
    while (this.#take(COMMA));
    this.#expect(CLOSE_BRACE);
    let text = '{';
    for (const member of inOrder(members)) text += text === '{' ? member.text : `,${member.text}`;
    return `${text}}`;
  }

  #member(): Member {
    const text = this.#text;
    const begin = this.#skipSpace();
    const written = this.#string();
    const end = this.#at;
    this.#expect(COLON);
    const valueBegin = this.#skipSpace();
    const value = this.#value();
    if (written === undefined && value === undefined && valueBegin === end + 1)
      return { name: text.slice(begin + 1, end - 1), text: text.slice(begin, this.#at) };
    const name = written ?? text.slice(begin, end);
    return {
      name: written === undefined ? name.slice(1, -1) : (JSON.parse(name) as string),
      text: `${name}:${value ?? text.slice(valueBegin, this.#at)}`,
    };
  }

  #array(): string | undefined {
    const pieces = new Pieces(this.#text, this.#at);
    this.#at += 1;
    for (let isFirst = true; !this.#take(CLOSE_BRACKET); isFirst = false) {
      if (!isFirst) {
        this.#expect(COMMA);
        pieces.add(this.#at - 1, this.#at);
      }
      const from = this.#skipSpace();
      const value = this.#value();
      pieces.add(from, this.#at, value);
    }
    pieces.add(this.#at - 1, this.#at);
    return pieces.text;
  }

  /** A string without escapes is printed as it is. */
  #string(): string | undefined {
    const begin = this.#at;
    if (this.#text.charCodeAt(begin) !== QUOTE) throw new SyntaxError(`no text at character ${begin}`);
    this.#at = endOfString(this.#text, begin);
    if (this.#slashAt < begin) this.#slashAt = slashFrom(this.#text, begin);
    if (this.#slashAt >= this.#at) return undefined;
    return JSON.stringify(JSON.parse(this.#text.slice(begin, this.#at)));
  }

  #scalar(): string | undefined {
    const begin = this.#at;
    this.#at = endOfScalar(this.#text, begin);
    return canonicalScalar(this.#text.slice(begin, this.#at));
  }

  #expect(sign: number): void {
    if (!this.#take(sign)) throw new SyntaxError(`no ${String.fromCharCode(sign)} at character ${this.#at}`);
  }

  #take(sign: number): boolean {
    this.#skipSpace();
    if (this.#text.charCodeAt(this.#at) !== sign) return false;
    this.#at += 1;
    return true;
  }

  #skipSpace(): number {
    this.#at = skipSpace(this.#text, this.#at);
    return this.#at;
  }
}

/** Parts of a text that follow each other, taken over in one piece as long as none is written in another way. */
class Pieces {
  readonly #source: string;
  readonly #begin: number;
  #end: number;
  #text: string | undefined;

  /** The first part is one character. */
  constructor(source: string, begin: number) {
    this.#source = source;
    this.#begin = begin;
    this.#end = begin + 1;
  }

  /** Undefined: all of it is as it is written. */
  get text(): string | undefined {
    return this.#text;
  }

  /** `other`: what is written from `from` to `to`, written in another way. */
  add(from: number, to: number, other?: string): void {
    if (this.#text === undefined && other === undefined && from === this.#end) this.#end = to;
    else
      this.#text = (this.#text ?? this.#source.slice(this.#begin, this.#end)) + (other ?? this.#source.slice(from, to));
  }
}

function slashFrom(text: string, begin: number): number {
  const at = text.indexOf('\\', begin);
  return at === -1 ? text.length : at;
}

/** Sorting a handful by insertion costs a fraction of what a call of `sort` does. */
const HANDFUL = 24;

/** By their names. */
function inOrder(members: Member[]): readonly Member[] {
  if (members.length > HANDFUL) return members.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  for (const [index, member] of members.entries()) {
    let at = index;
    for (; at > 0 && (members[at - 1] ?? member).name > member.name; at -= 1) members[at] = members[at - 1] ?? member;
    members[at] = member;
  }
  return members;
}

const INTEGER = /^-?\d+$/;

/** Undefined: as it is written. */
function canonicalScalar(raw: string): string | undefined {
  if (raw === 'true' || raw === 'false' || raw === 'null') return undefined;
  if (INTEGER.test(raw)) return raw === '-0' ? '0' : undefined;
  const number = Number(raw);
  // Beyond every double: nothing was rounded, since it was not read as one.
  return Number.isFinite(number) ? String(number) : raw.toLowerCase();
}

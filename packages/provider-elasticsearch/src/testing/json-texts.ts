/** Numbers that become others when they are parsed and printed again. */
const ODD_NUMBERS = [
  '1.10',
  '1E+2',
  '1e2',
  '-0',
  '-0.0',
  '9007199254740993',
  '12345678901234567890123',
  '0.12345678901234567890123',
  '1.7976931348623157e308',
  '5e-324',
  '100.0',
];

/** Strings as JSON, with escapes that nobody needs and some that everybody does. */
const ODD_STRINGS = [
  '"a\\/b"',
  '"\\u0041"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\ud83d\\ude00"',
  '"😀"',
  '"ü中"',
  '"\\\\"',
  '"\\\\\\""',
  '"\\""',
  '""',
  '"{[}]"',
  '"a\\nb"',
  '"\u2028"',
  '"_source"',
];

const SCALARS = ['null', 'true', 'false', '0', '-17', ...ODD_NUMBERS, ...ODD_STRINGS];
const SPACES = ['', '', '', ' ', '  ', '\t'];
const DEEPEST = 40;

/**
 * The text of a JSON value, also as no printer would write it: each choice decides one thing. Without any it is `null`, and
 * fewer make a smaller value, so that a property that fails gets a small example.
 */
export function jsonText(choices: readonly number[]): string {
  return new Writer(choices).value(0);
}

/** The source of a document: an object. */
export function sourceText(choices: readonly number[]): string {
  return new Writer(choices).object(0);
}

class Writer {
  readonly #choices: number[];

  constructor(choices: readonly number[]) {
    this.#choices = [...choices];
  }

  value(depth: number): string {
    const kind = this.#next(4);
    if (kind === 0 || kind === 3 || depth > DEEPEST) return this.#oneOf(SCALARS);
    return kind === 1 ? this.object(depth) : this.#array(depth);
  }

  object(depth: number): string {
    const space = this.#oneOf(SPACES);
    const members = Array.from({ length: this.#next(4) }, (_, index) => {
      // Unlike any other of the object, as the servers want it.
      const name = `"${index}${this.#oneOf(ODD_STRINGS).slice(1)}`;
      return `${space}${name}${space}:${this.value(depth + 1)}`;
    });
    return `{${members.join(',')}${space}}`;
  }

  #array(depth: number): string {
    const space = this.#oneOf(SPACES);
    return `[${Array.from({ length: this.#next(4) }, () => this.value(depth + 1)).join(`${space},`)}${space}]`;
  }

  #oneOf(texts: readonly string[]): string {
    return texts[this.#next(texts.length)] ?? '';
  }

  #next(below: number): number {
    return (this.#choices.shift() ?? 0) % below;
  }
}

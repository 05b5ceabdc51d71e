import { isSecretName } from '../diagnostics/secret-names.ts';
import { secretForms } from './secret-forms.ts';

const REDACTED = '[redacted]';
/** Secrets of up to so many characters are found only where they are whole words. */
const LONGEST_WORD_SECRET = 5;
/** And those of up to so many only where blanks, quotes or brackets set them apart: anything shorter is everywhere. */
const LONGEST_LONE_SECRET = 2;
/** Longer forms (tokens) are looked for one by one: the engine refuses a pattern that is too large. */
const LONGEST_IN_PATTERN = 256;
/** Characters of forms in one pattern, for the same reason. */
const PATTERN_CHARACTERS = 64 * 1024;
/** A value that is kept, such as an id, is taken for a leak only when it holds a secret of at least so many characters. */
const SHORTEST_IN_VALUE = 8;

/**
 * Takes known secret values out of free text that comes from elsewhere: a vendor's message can echo a password. It is never
 * given addresses, kinds, names, ids, tokens or digests: a secret can be an everyday word, and a journal whose keys change
 * creates twice. What is free text is declared in `redact-record`, `redact-event` and `redact-error`.
 */
export class Redactor {
  readonly #sources: (() => Iterable<string>)[] = [];
  readonly #known = new Set<string>();
  readonly #forms = new Set<string>();
  readonly #base64 = new Set<string>();
  /** Forms whose finding in a value is no chance. */
  readonly #certain: string[] = [];
  /** Made of the forms when a text is cleaned next: thousands of secrets are learnt one after the other. */
  #prepared: Prepared | undefined;
  /** No shorter text can hold a secret. */
  #shortestForm = Number.POSITIVE_INFINITY;

  /** `guessed`: values that are secret by the names of their variables. They are cleaned out of texts, and never out of values. */
  constructor(secrets: Iterable<string>, guessed: Iterable<string> = []) {
    for (const secret of secrets) this.learn(secret);
    for (const secret of guessed) this.#learnAs(secret, 'guessed');
  }

  /** From now on `secret` is taken out as well. */
  learn(secret: string): void {
    this.#learnAs(secret, 'given');
  }

  /** Asks `source` again for every text: a session can come by new tokens at any time. Old ones stay known. */
  alsoFrom(source: () => Iterable<string>): void {
    this.#sources.push(source);
  }

  text(text: string): string {
    this.#askSources();
    return this.clean(text);
  }

  /** As `text`, with what is known so far. */
  clean(text: string): string {
    if (text.length < this.#shortestForm) return text;
    this.#prepared ??= prepare(this.#forms, this.#base64);
    const { long, base64, patterns } = this.#prepared;
    const decoded = base64.reduce(replaceEncoded, text);
    const clean = long.reduce(replaceLong, decoded);
    return patterns.reduce((shown, pattern) => shown.replace(pattern, REDACTED), clean);
  }

  /** A value that is kept and may be sent again, such as an id: replaced only when it certainly holds a secret. */
  value(value: string): string {
    this.#askSources();
    return this.#certain.some((form) => value.includes(form)) ? REDACTED : value;
  }

  #askSources(): void {
    for (const source of this.#sources) for (const secret of source()) this.learn(secret);
  }

  #learnAs(secret: string, origin: 'given' | 'guessed'): void {
    const key = `${origin} ${secret}`;
    if (secret.trim() === '' || this.#known.has(key)) return;
    this.#known.add(key);
    const { texts, base64 } = secretForms(secret);
    for (const form of texts) {
      this.#forms.add(form);
      this.#shortestForm = Math.min(this.#shortestForm, form.length);
    }
    for (const core of base64) this.#base64.add(core);
    if (origin === 'given' && secret.length >= SHORTEST_IN_VALUE) this.#certain.push(...texts, ...base64);
    this.#prepared = undefined;
  }
}

interface Prepared {
  /** Too long for a pattern, the longest first. */
  readonly long: readonly string[];
  readonly base64: readonly string[];
  readonly patterns: readonly RegExp[];
}

function prepare(forms: Iterable<string>, base64: Iterable<string>): Prepared {
  const sorted = [...forms].toSorted((left, right) => right.length - left.length);
  const isLong = ({ length }: string): boolean => length > LONGEST_IN_PATTERN;
  return {
    long: sorted.filter(isLong),
    base64: [...base64],
    patterns: patternsOf(sorted.filter((form) => !isLong(form))),
  };
}

function replaceLong(text: string, form: string): string {
  return form.length <= text.length ? text.replaceAll(form, REDACTED) : text;
}

/** One alternative for each form, the longest first, so that a secret that contains another one is taken out whole. */
function patternsOf(forms: readonly string[]): readonly RegExp[] {
  const groups: string[][] = [];
  let sizeCharacters = Number.POSITIVE_INFINITY;
  for (const form of forms) {
    if (sizeCharacters + form.length > PATTERN_CHARACTERS) {
      groups.push([]);
      sizeCharacters = 0;
    }
    groups.at(-1)?.push(alternativeOf(form));
    sizeCharacters += form.length;
  }
  return groups.map((alternatives) => new RegExp(alternatives.join('|'), 'gu'));
}

function alternativeOf(form: string): string {
  const escaped = RegExp.escape(form);
  if (form.length <= LONGEST_LONE_SECRET)
    return `(?<=^|[\\s(=\\[{<]|(?<![\\p{L}\\p{N}])["'\`])${escaped}(?=$|[\\s"'\`)\\]}>]|[.,;:!?](?:$|\\s))`;
  return form.length <= LONGEST_WORD_SECRET ? `(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])` : escaped;
}

const BASE64_CHARACTER = /[A-Za-z0-9+/_=-]/;

/** The characters around the secret's own tell parts of it and of what was encoded with it. */
function replaceEncoded(text: string, core: string): string {
  let clean = text;
  for (let at = clean.indexOf(core); at >= 0; at = clean.indexOf(core, at)) {
    let end = at + core.length;
    while (at > 0 && BASE64_CHARACTER.test(clean.charAt(at - 1))) at -= 1;
    while (end < clean.length && BASE64_CHARACTER.test(clean.charAt(end))) end += 1;
    clean = `${clean.slice(0, at)}${REDACTED}${clean.slice(end)}`;
    at += REDACTED.length;
  }
  return clean;
}

/** An environment variable of fewer characters is a switch (`TOKEN_AUTH=true`) rather than a secret. */
const SHORTEST_ENVIRONMENT_SECRET = 8;

/** Values of environment variables whose name says that they are secret: the vendors' own credential chains read them. */
export function environmentSecrets(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    const isSecret = isSecretName(name) || /_(SK|SECRET_KEY)$/.test(name);
    return isSecret && value !== undefined && value.length >= SHORTEST_ENVIRONMENT_SECRET ? [value] : [];
  });
}

/** The forms in which one secret travels. */
export interface SecretForms {
  /** Texts that are the secret in some encoding, itself among them. */
  readonly texts: readonly string[];
  /** Pieces of base64 that show wherever the secret is inside a longer encoded text, such as `user:password`. */
  readonly base64: readonly string[];
}

/** Shorter pieces of base64 are found by chance. */
const SHORTEST_BASE64 = 6;

/**
 * As it is, inside JSON (once and twice, with and without `\u` escapes), in URLs and forms, in HTML, in hex and in base64
 * of both alphabets; and all of that with composed and decomposed characters (NFC and NFD).
 */
export function secretForms(secret: string): SecretForms {
  const same = [...new Set([secret, secret.normalize('NFC'), secret.normalize('NFD')])].map(formsOf);
  return {
    texts: [...new Set(same.flatMap(({ texts }) => texts))],
    base64: [...new Set(same.flatMap(({ base64 }) => base64))],
  };
}

function formsOf(secret: string): SecretForms {
  const json = JSON.stringify(secret).slice(1, -1);
  const base64 = Buffer.from(secret).toString('base64');
  const hex = Buffer.from(secret).toString('hex');
  const texts = [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    ...unicodeEscapes(json),
    ...percentForms(secret),
    ...htmlForms(secret),
    // A server that takes UTF-8 for Latin-1 quotes this.
    Buffer.from(secret).toString('latin1'),
    hex,
    hex.toUpperCase(),
    ...dumps(hex),
    base64,
    ...[base64, urlAlphabet(base64)].map((text) => text.replace(/=+$/, '')),
  ];
  const cores = [0, 1, 2].map((offset) => base64Core(secret, offset)).filter((core) => core.length >= SHORTEST_BASE64);
  return { texts, base64: [...cores, ...cores.map(urlAlphabet)] };
}

/** Of fewer bytes, two numbers with a blank between them are found by chance. */
const SHORTEST_DUMP_BYTES = 4;

/** As traces of the wire, certificates and debuggers print bytes. */
function dumps(hex: string): readonly string[] {
  if (hex.length < SHORTEST_DUMP_BYTES * 2) return [];
  const bytes = hex.match(/../g) ?? [];
  return [' ', ':'].flatMap((between) => [bytes.join(between), bytes.join(between).toUpperCase()]);
}

/** Serialisers differ in what they escape: what is not ASCII, or also what HTML gives a meaning to, or everything. */
function unicodeEscapes(json: string): readonly string[] {
  const notAscii = json.replace(/[\u007f-\uffff]/g, escapeUnit);
  const forHtml = notAscii.replace(/[<>&'=+]/g, escapeUnit);
  const all = [...Array(json.length).keys()].map((index) => escapeUnit(json.charAt(index))).join('');
  return [notAscii, forHtml, all].flatMap((text) => [text, upperEscapes(text)]);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function upperEscapes(text: string): string {
  return text.replace(/\\u[0-9a-f]{4}/g, (unit) => `\\u${unit.slice(2).toUpperCase()}`);
}

/** As `encodeURIComponent` does it, as RFC 3986 wants it, as paths, whole URLs, forms and browsers do; vendors echo what they signed encoded twice. */
function percentForms(secret: string): readonly string[] {
  // A lone surrogate has no percent form.
  const loose = encodeURIComponent(secret.toWellFormed());
  const strict = loose.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  const form = strict.replaceAll('%20', '+');
  // By the URL standard, `*` stays as it is and `~` does not.
  const browser = new URLSearchParams({ '': secret.toWellFormed() }).toString().slice(1);
  const paths = [loose, strict].map((text) => text.replaceAll('%2F', '/'));
  const whole = encodeURI(secret.toWellFormed());
  const once = [loose, strict, ...paths, whole, form, browser].flatMap((text) => [
    text,
    text.replace(/%../g, (byte) => byte.toLowerCase()),
  ]);
  return [...once, encodeURIComponent(loose), encodeURIComponent(strict)];
}

function htmlForms(secret: string): readonly string[] {
  const base = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const double = base.replaceAll('"', '&quot;');
  const single = ['&#39;', '&#039;', '&#x27;', '&apos;'].map((quote) => double.replaceAll("'", quote));
  const named = [base, double, ...single, double.replaceAll("'", '&#39;').replaceAll('"', '&#34;')];
  return [...named, ...named.map((text) => text.replace(NOT_ASCII, inDecimal)), ...references(secret)];
}

const NOT_ASCII = /[\u0080-\u{10ffff}]/gu;

/** Escapers write what is not a letter or digit, what is not ASCII, or everything as numbers, in decimal or in hex. */
function references(secret: string): readonly string[] {
  const characters = [/[^0-9A-Za-z]/gu, /[^ -~]|[<>&"']/gu, /./gsu];
  return characters.flatMap((which) => [
    secret.replace(which, inDecimal),
    secret.replace(which, inHex),
    secret.replace(which, (character) => inHex(character).toUpperCase().replace('X', 'x')),
  ]);
}

function inDecimal(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

function inHex(character: string): string {
  return `&#x${character.codePointAt(0)?.toString(16)};`;
}

/** The characters of the encoded text that depend on the secret alone, whatever is around it. */
function base64Core(secret: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
  const first = offset === 0 ? 0 : offset + 1;
  return bytes.toString('base64').slice(first, Math.floor((bytes.length * 8) / 6));
}

function urlAlphabet(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_');
}

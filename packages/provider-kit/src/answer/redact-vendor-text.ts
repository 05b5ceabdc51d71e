import { Redactor } from '@waybill/core';

const REDACTED = '[redacted]';
/** A longer text is read to here only. No message of a vendor comes near it; a token that it echoes does. */
const MAX_READ_CHARACTERS = 64 * 1024;
const MAX_SHOWN_CHARACTERS = 2_000;

/** The end of a name whose value is secret. A client token makes a request idempotent, and a nonce follows other words. */
const SECRET_NAME =
  '[\\w-]{0,40}(?:passw(?:or)?d|passphrase|secret|(?<!client[-_]?)token|signature|credentials?|authorization|(?:private|api|secret)[-_]?key)';

/** What precedes a secret value, and the value: by its name, by its scheme, or as the user of a URL. */
const SECRET_VALUES: readonly RegExp[] = [
  // A string in JSON; a cut one has no closing quote. In JSON inside a JSON string the quotes are escaped.
  pattern(`("${SECRET_NAME}"\\s*:\\s*")(?:[^"\\\\]|\\\\.)*\\\\?(?="|$)`),
  pattern(`(\\\\+"${SECRET_NAME}\\\\+"\\s*:\\s*\\\\+")[^"]*?(?=\\\\*"|$)`),
  pattern(`("${SECRET_NAME}\\\\*"\\s*:\\s*)(?!null\\b|true\\b|false\\b)[^\\s"\\\\,}\\]{[]+`),
  pattern(`('${SECRET_NAME}'\\s*:\\s*')[^']*(?='|$)`),
  pattern(`(<${SECRET_NAME}>)[^<]*`),
  pattern(`(\\b${SECRET_NAME}\\s?=\\s?["']?)[^\\s&,;"'<>)]+`),
  pattern(`(\\b${SECRET_NAME}\\s*:?\\s+(["'\`]))(?:(?!\\2).)*`),
  // A bare word after a colon may be a sentence: only what no sentence contains is taken for a value.
  pattern(`(\\b${SECRET_NAME}\\s*:\\s*)(?=\\S*\\d)[^\\s"',;<>]{6,}`),
  /(\b(?:[Bb]asic|BASIC|[Bb]earer|BEARER|[Aa]pi[Kk]ey)\s+)(?=\S*(?:[\d=]|[a-z][A-Z]))[\w.~+/=-]{6,}/g,
  pattern('(:\\/\\/)[^\\s/@"\']+(?=@)'),
];

function pattern(source: string): RegExp {
  return new RegExp(source, 'gis');
}

/**
 * A vendor's message as it may be shown: vendors echo passwords, tokens and what they signed. Known `secrets` are taken out
 * in every encoding, and so are values whose names say that they are secret. At most 2,000 characters.
 */
export function redactVendorText(text: string, secrets: readonly string[]): string {
  const known = new Redactor(secrets).clean(text.slice(0, MAX_READ_CHARACTERS));
  const clean = SECRET_VALUES.reduce((shown, values) => shown.replace(values, `$1${REDACTED}`), known);
  return clean.length <= MAX_SHOWN_CHARACTERS ? clean : `${clean.slice(0, MAX_SHOWN_CHARACTERS - 1).toWellFormed()}…`;
}

const EXCERPT_BYTES = 512;

/** The beginning of an answer that could not be read, for people. Secrets are taken out before it is cut. */
export function excerptOf(body: string, secrets: readonly string[]): string {
  const clean = Buffer.from(redactVendorText(body, secrets));
  return clean
    .subarray(0, EXCERPT_BYTES)
    .toString('utf8')
    .replace(/\uFFFD$/, '');
}

import type { Span } from './display-cells.ts';
import { MASK } from './mask.ts';

/**
 * `scheme://user:password@host`, the user possibly empty. Generous on purpose: a password may hold `@`, `/` and `,`
 * although it should be encoded, so everything up to the last `@` before a space or a quote counts. Bounded, so that a long
 * line costs no more than its length.
 */
const URL_PASSWORD: RegExp = /[a-z][a-z0-9+.-]{0,30}:\/\/[^\s"'`<>:@/?#]{0,256}:([^\s"'`<>]{1,512})@/dgi;

/** `scheme://token@host`: a user without a password can be a token. */
const URL_LONE_USER: RegExp = /[a-z][a-z0-9+.-]{0,30}:\/\/([^\s"'`<>:@/?#]{1,512})@/dgi;

/** A lone user of fewer characters is a name rather than a token. */
const SHORTEST_TOKEN = 12;

/** Whether checking the single values of a document is worth it: an escape in it can be any character. */
export function mayHoldUrlPasswords(document: string): boolean {
  return document.includes('@') || document.includes('\\');
}

/** Where passwords inside URLs are in a text. References are none: `https://elastic:${{ secrets.es }}@host`. */
export function findUrlPasswords(text: string): readonly Span[] {
  if (!text.includes('://')) return [];
  return [...text.matchAll(URL_PASSWORD)].flatMap(({ indices }) => {
    const [start, end] = indices?.[1] ?? [0, 0];
    return isPort(text.slice(start, end)) ? [] : [{ start, end }];
  });
}

/** `http://host:9200/path@2` has a port there; `http://user:9200@host` has a password of digits. */
function isPort(text: string): boolean {
  return /^\d{1,5}[/?#]/.test(text);
}

/** What must not be shown of the URLs in a text: passwords, and a user that has none, which can be a token. */
export function findUrlSecretSpans(text: string): readonly Span[] {
  if (!text.includes('://')) return [];
  const lone = [...text.matchAll(URL_LONE_USER)].map(({ indices }) => {
    const [start, end] = indices?.[1] ?? [0, 0];
    return { start, end };
  });
  return [...findUrlPasswords(text), ...lone].toSorted((one, other) => one.start - other.start);
}

/** The values in a text's URLs that are certainly secret: passwords, and lone users that are long enough for a token. */
export function urlSecretsIn(text: string): readonly string[] {
  if (!text.includes('://')) return [];
  const passwords = new Set(findUrlPasswords(text).map(({ start }) => start));
  return findUrlSecretSpans(text)
    .filter(({ start, end }) => passwords.has(start) || end - start >= SHORTEST_TOKEN)
    .map(({ start, end }) => text.slice(start, end));
}

/** The text with every password and every lone user inside a URL replaced by a mask. */
export function maskUrlPasswords(text: string): string {
  const spans = findUrlSecretSpans(text);
  return spans.reduceRight((masked, { start, end }) => masked.slice(0, start) + MASK + masked.slice(end), text);
}

import type { Span } from './display-cells.ts';

/**
 * `scheme://user:password@host`, the user possibly empty. Generous on purpose: a password may hold `@`, `/` and `,`
 * although it should be encoded, so everything up to the last `@` before a space or a quote counts. Bounded, so that a long
 * line costs no more than its length.
 */
const URL_PASSWORD: RegExp = /[a-z][a-z0-9+.-]{0,30}:\/\/[^\s"'`<>:@/?#]{0,256}:([^\s"'`<>]{1,512})@/dgi;

const MASK = '******';

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

/** The text with every password inside a URL replaced by a mask. */
export function maskUrlPasswords(text: string): string {
  const spans = findUrlPasswords(text);
  return spans.reduceRight((masked, { start, end }) => masked.slice(0, start) + MASK + masked.slice(end), text);
}

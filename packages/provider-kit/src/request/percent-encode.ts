/**
 * Percent-encodes the UTF-8 bytes of `text` and keeps only `A-Z a-z 0-9 - . _ ~`, as RFC 3986 and both
 * vendors' signatures want it.
 * `encodeURIComponent` alone keeps `! ' ( ) *` too.
 */
export function percentEncode(text: string): string {
  if (UNRESERVED.test(text)) return text;
  return encodeURIComponent(text).replace(/[!'()*]/g, encodeReserved);
}

const UNRESERVED = /^[A-Za-z0-9._~-]*$/;

function encodeReserved(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

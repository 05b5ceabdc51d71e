/**
 * Percent-encodes the UTF-8 bytes of `text` and keeps only `A-Z a-z 0-9 - . _ ~`, as RFC 3986 and both
 * vendors' signatures want it.
 * `encodeURIComponent` alone keeps `! ' ( ) *` too.
 */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, encodeReserved);
}

function encodeReserved(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

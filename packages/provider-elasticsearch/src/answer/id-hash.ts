/** FNV-1a over the UTF-16 units of an id, 32 bits: what spreads ids over buckets, the same at every time and place. */
export function hashOfId(id: string): number {
  let value = BEGIN;
  for (let at = 0; at < id.length; at += 1) value = Math.imul(value ^ id.charCodeAt(at), FACTOR);
  return value >>> 0;
}

/** The same of an id in bytes of ASCII; undefined: it has others, or escapes. */
export function hashOfPlainId(bytes: Uint8Array, begin: number, end: number): number | undefined {
  let value = BEGIN;
  for (let at = begin; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80 || byte === BACKSLASH) return undefined;
    value = Math.imul(value ^ byte, FACTOR);
  }
  return value >>> 0;
}

const BEGIN = 0x811c9dc5;
const FACTOR = 0x01000193;
const BACKSLASH = 0x5c;

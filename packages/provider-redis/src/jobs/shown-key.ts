/** Bytes of a key, for people. */
const MOST_SHOWN = 120;

/** A key as people read it: as text where it is one, and its other bytes as `\x00`. Keys of any length have a short name. */
export function shownKey(key: string): string {
  const shown = readableBytes(key);
  return shown.length > MOST_SHOWN ? `${shown.slice(0, MOST_SHOWN)}… (${key.length} bytes)` : shown;
}

/** Bytes of any length, as `shownKey` shows them. */
export function readableBytes(bytes: string): string {
  const text = Buffer.from(bytes, 'latin1').toString('utf8');
  const isText = !text.includes('\uFFFD') && !/[\p{C}]/u.test(text);
  return isText ? text : escaped(bytes);
}

function escaped(key: string): string {
  return key.replace(/[^\x20-\x7e]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

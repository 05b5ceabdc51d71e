/** Bytes of a key, for people. */
const MOST_SHOWN = 120;

/** A key as people read it: as text where it is one, and its other bytes as `\x00`. Keys of any length have a short name. */
export function shownKey(key: string, most: number = MOST_SHOWN): string {
  const bytes = Buffer.from(key, 'latin1');
  const text = bytes.toString('utf8');
  const isText = !text.includes('\uFFFD') && !/[\p{C}]/u.test(text);
  const shown = isText ? text : escaped(key);
  return shown.length > most ? `${shown.slice(0, most)}… (${bytes.length} bytes)` : shown;
}

function escaped(key: string): string {
  return key.replace(/[^\x20-\x7e]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

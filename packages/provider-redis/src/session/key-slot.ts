/** The number of slots of a cluster. Source: "Redis cluster specification". */
export const SLOTS = 16_384;

/** The slot of a key: of the part within its first braces where there is one. CRC-16/XMODEM. */
export function slotOf(key: string): number {
  const from = key.indexOf('{');
  const to = from < 0 ? -1 : key.indexOf('}', from + 1);
  const hashed = to > from + 1 ? key.slice(from + 1, to) : key;
  let crc = 0;
  for (let at = 0; at < hashed.length; at += 1)
    crc = ((crc << 8) & 0xffff) ^ (TABLE[((crc >> 8) ^ hashed.charCodeAt(at)) & 0xff] ?? 0);
  return crc % SLOTS;
}

const TABLE: readonly number[] = Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  return crc;
});

import { createHash } from 'node:crypto';

/** Deterministic numbers and ids: the same seed and the same order of calls give the same answers. */
export interface RandomSource {
  /** A number in [0, 1). */
  next(): number;
  /** `length` characters of 0-9 and a-z. */
  base36(length: number): string;
  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string;
  /** A dashed identifier in the form of a version-4 UUID. */
  uuid(): string;
}

export function createRandom(seed: number, stream: string): RandomSource {
  let state = createHash('sha256').update(`${seed}/${stream}`).digest().readUInt32LE(0);
  const next = (): number => {
    // Mulberry32: one 32-bit word of state, full period, good enough for ids that only need to differ.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const digits = (length: number, radix: number): string => {
    let text = '';
    while (text.length < length) text += Math.floor(next() * radix).toString(radix);
    return text;
  };
  return {
    next,
    base36: (length) => digits(length, 36),
    hex: (length) => digits(length, 16),
    uuid: () => {
      const variant = (8 + Math.floor(next() * 4)).toString(16);
      return `${digits(8, 16)}-${digits(4, 16)}-4${digits(3, 16)}-${variant}${digits(3, 16)}-${digits(12, 16)}`;
    },
  };
}

/** A number in [0, 1) that depends on the seed and the name only, never on the order in which requests arrive. */
export function hashedFraction(seed: number, name: string): number {
  return createHash('sha256').update(`${seed}/${name}`).digest().readUInt32LE(0) / 2 ** 32;
}

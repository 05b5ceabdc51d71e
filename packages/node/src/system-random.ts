import { randomBytes } from 'node:crypto';
import type { Random } from '@waybill/core';

/** Cryptographic randomness of the operating system. */
export const systemRandom: Random = {
  bytes: (length) => randomBytes(length),
  fraction: () => randomBytes(4).readUInt32LE() / 2 ** 32,
};
